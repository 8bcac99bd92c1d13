import { assertEquals } from "@std/assert";
import { audit } from "../support/audit.ts";
import { integrationTest } from "../support/integration.ts";

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
