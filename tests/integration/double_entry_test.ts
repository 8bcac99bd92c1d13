import { assertEquals, assertMatch } from "@std/assert";
import { assertCountsRight } from "../support/counted.ts";
import {
  alterCounts,
  corruptCounts,
  deleteCounts,
  resetOffsets,
  tearTransaction,
  truncateCounts,
} from "../support/damage.ts";
import { failureOf } from "../support/ended_processor.ts";
import { integrationTest } from "../support/integration.ts";
import { denoTask } from "../support/program.ts";
import type { Scene } from "../support/scene.ts";

interface Damage {
  readonly title: string;
  readonly inflict: (scene: Scene) => Promise<void>;
  readonly reason: RegExp;
}

const damages: readonly Damage[] = [
  {
    title: "a table that lost records",
    inflict: truncateCounts,
    reason: /it holds \d+ counts of .* was left with \d+ counts of/,
  },
  {
    title: "a table with records of somebody else",
    inflict: corruptCounts,
    reason: /the record at offset \d+ was not written by this pipeline/,
  },
  {
    title: "a table with a count that was altered",
    inflict: alterCounts,
    reason: /lost, altered or added by another program/,
  },
  {
    title: "a table that was deleted and made again",
    inflict: deleteCounts,
    reason: /it holds 0 counts .* emptied, or deleted and recreated/,
  },
  {
    title: "an offset that Kafka's own tool set back",
    inflict: (scene) => resetOffsets(scene, "--to-earliest"),
    reason: /the committed offset has no memo: a tool set/,
  },
  {
    title: "an offset that Kafka's own tool set forward",
    inflict: (scene) => resetOffsets(scene, "--to-latest"),
    reason: /the committed offset has no memo: a tool set/,
  },
  {
    title: "a transaction that was torn by hand",
    inflict: tearTransaction,
    reason: /up to transaction 1000000, .* the table is ahead/,
  },
];

for (const { title, inflict, reason } of damages) {
  integrationTest(`${title} stops the process, and recount mends it`, async (scene) => {
    const before = await scene.started();
    for (let round = 0; round < 3; round++) {
      await scene.generate(300);
      await scene.processed();
    }
    assertEquals(await before.stop(), 0);
    await inflict(scene);
    await scene.generate(500);
    const failure = await failureOf(scene.start());
    assertMatch(failure.reason, reason);
    assertMatch(failure.action, /deno task recount/);
    const { code, stderr } = await denoTask("recount", ["--yes"], scene.env);
    assertEquals(code, 0, stderr);
    const after = await scene.started();
    await scene.generate(500);
    await scene.processed();
    assertEquals(await after.stop(), 0);
    await assertCountsRight(scene);
    const { stdout } = await denoTask("recount", [], scene.env);
    assertMatch(stdout, /The counts are correct; nothing to do/);
  }, { partitions: 2 });
}

integrationTest("an idle start notices a table that lost everything", async (scene) => {
  const before = await scene.started();
  await scene.generate(300);
  await scene.processed();
  assertEquals(await before.stop(), 0);
  await deleteCounts(scene);
  const { reason, action } = await failureOf(scene.start());
  assertMatch(reason, /emptied, or deleted and recreated/);
  assertMatch(action, /deno task recount/);
}, { partitions: 2 });
