import { assert } from "@std/assert";
import { pauseAfter } from "../../../src/runner/pause_after.ts";

async function restedMs(workedMs: number, factor: number): Promise<number> {
  const startedMs = performance.now();
  await pauseAfter(workedMs, factor);
  return performance.now() - startedMs;
}

Deno.test("pauseAfter() waits a multiple of the work time, and at most 100 ms", async () => {
  assert(await restedMs(2, 10) >= 19);
  const longMs = await restedMs(1_000, 10);
  assert(longMs >= 99 && longMs < 1_000);
});

Deno.test("pauseAfter() does not wait with factor 0", async () => {
  assert(await restedMs(1_000, 0) < 50);
});
