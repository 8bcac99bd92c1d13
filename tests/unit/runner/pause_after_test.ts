import { assert } from "@std/assert";
import { pauseAfter } from "../../../src/runner/pause_after.ts";

async function restedMs(workedMs: number, factor: number): Promise<number> {
  const startedMs = performance.now();
  await pauseAfter(workedMs, factor);
  return performance.now() - startedMs;
}

Deno.test("a rest is some times as long as the work, and a tenth of a second at most", async () => {
  assert(await restedMs(2, 10) >= 19);
  const longMs = await restedMs(1_000, 10);
  assert(longMs >= 99 && longMs < 1_000);
});

Deno.test("who does not rest does not wait", async () => {
  assert(await restedMs(1_000, 0) < 50);
});
