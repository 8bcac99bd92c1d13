import { assertEquals, assertMatch } from "@std/assert";
import { assertCountsRight } from "../support/counted.ts";
import { integrationTest } from "../support/integration.ts";
import { denoTask } from "../support/program.ts";
import type { Scene } from "../support/scene.ts";
import { inTime, until } from "../support/until.ts";

/** Processes the waiting logins without counting them. */
async function processUncounted(scene: Scene): Promise<void> {
  const processor = scene.start({ COUNTS: "false" });
  await until("all is enriched", async () => await scene.lag("enrich") === 0);
  assertEquals(await processor.stop(), 0);
}

integrationTest("a pipeline without counts enriches logins and writes no deltas", async (scene) => {
  await scene.generate(1_000);
  await processUncounted(scene);
  assertEquals([...(await scene.ends(scene.topics.deltas)).values()], [0, 0]);
  assertEquals([...(await scene.ends(scene.topics.output)).values()].some((end) => end > 0), true);
}, { partitions: 2 });

integrationTest(
  "a pipeline counts again only after a recount of what was not counted",
  async (scene) => {
    const counting = await scene.started();
    await scene.generate(1_000);
    await scene.processed();
    assertEquals(await counting.stop(), 0);
    await scene.generate(1_000);
    const changed = await denoTask("settings", ["--yes"], { ...scene.env, COUNTS: "false" });
    assertEquals(changed.code, 0, changed.stderr);
    await processUncounted(scene);

    const refused = scene.start();
    const { code } = await inTime("the refusal", refused.ended);
    const failed = refused.lines.find(({ event }) => event === "failed");
    assertEquals(code, 1);
    assertMatch(failed?.message ?? "", /were processed with COUNTS=false/);
    assertMatch(failed?.action ?? "", /deno task recount/);

    const recount = await denoTask("recount", ["--yes"], scene.env);
    assertEquals(recount.code, 0, recount.stderr);
    const again = await scene.started();
    await scene.generate(500);
    await scene.processed();
    assertEquals(await again.stop(), 0);
    await assertCountsRight(scene);
  },
  { partitions: 2 },
);
