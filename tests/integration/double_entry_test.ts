import { assertEquals, assertMatch } from "@std/assert";
import { assertCountsRight } from "../support/counted.ts";
import { deleteCounts } from "../support/damage.ts";
import { damages } from "../support/damages.ts";
import { failureOf } from "../support/ended_processor.ts";
import { integrationTest } from "../support/integration.ts";
import { denoTask } from "../support/program.ts";

for (const { what, inflict, reason } of damages) {
  integrationTest(`${what} stops the process, and recount repairs it`, async (scene) => {
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

integrationTest(
  "an idle processor detects at its start that the table lost everything",
  async (scene) => {
    const before = await scene.started();
    await scene.generate(300);
    await scene.processed();
    assertEquals(await before.stop(), 0);
    await deleteCounts(scene);
    const { reason, action } = await failureOf(scene.start());
    assertMatch(reason, /emptied, or deleted and recreated/);
    assertMatch(action, /deno task recount/);
  },
  { partitions: 2 },
);
