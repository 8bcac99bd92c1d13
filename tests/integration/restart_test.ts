import { assertEquals, assertLess } from "@std/assert";
import { audit } from "../support/audit.ts";
import { integrationTest } from "../support/integration.ts";
import type { ProcessorProcess } from "../support/processor_process.ts";

/** Waits until a stage has logged a commit. */
async function hasCommitted(processor: ProcessorProcess, stage: string): Promise<void> {
  await processor.logged("committed", (l) => l.event === "committed" && l.stage === stage);
}

integrationTest("a restart keeps the counts", async (scene) => {
  await scene.generate(2_000);
  const first = await scene.started();
  await scene.processed();
  assertEquals(await first.stop(), 0);
  await scene.generate(1_000);
  await scene.started();
  await scene.processed();
  const { fates } = await audit(scene);
  assertEquals(Object.values(fates).reduce((sum, n) => sum + n, 0), 3_000);
});

integrationTest(
  "SIGTERM under load ends with code 0, and the next process takes over at once",
  async (scene) => {
    const first = await scene.started();
    const flow = scene.generate(40_000, 5_000);
    await hasCommitted(first, "count");
    const startMs = performance.now();
    assertEquals(await first.stop(), 0);
    assertLess(performance.now() - startMs, 10_000);
    const second = await scene.started();
    await hasCommitted(second, "count");
    // If the first process had not left the group, its partitions would have stayed assigned to it
    // longer.
    assertLess(performance.now() - startMs, scene.config.sessionTimeoutMs / 2);
    await flow;
    await scene.processed();
    await audit(scene);
  },
  { env: { SESSION_TIMEOUT_MS: "30000" } },
);

integrationTest("two SIGKILLs during 50,000 records leave every count correct", async (scene) => {
  const first = await scene.started();
  const flow = scene.generate(50_000, 3_500);
  await hasCommitted(first, "count");
  await first.murder();
  const second = await scene.started();
  await hasCommitted(second, "count");
  await second.murder();
  await scene.started();
  await flow;
  await scene.processed();
  await audit(scene);
});
