import { assert, assertEquals } from "@std/assert";
import { Patience } from "../../../src/kafka/patience.ts";

/** How long each of some pauses is, in milliseconds, without waiting for them. */
async function pausesOf(patience: Patience, count: number): Promise<number[]> {
  const { setTimeout: original } = globalThis;
  const pauses: number[] = [];
  const counted = (wake: () => void, ms: number) => {
    pauses.push(ms);
    return original(wake, 0);
  };
  globalThis.setTimeout = counted as typeof original;
  try {
    for (let left = count; left > 0; left--) await patience.pause();
  } finally {
    globalThis.setTimeout = original;
  }
  return pauses;
}

Deno.test("patience waits twice as long before each further attempt, up to 20 ms", async () => {
  assertEquals(await pausesOf(new Patience(1_000), 7), [1, 2, 4, 8, 16, 20, 20]);
});

Deno.test("patience ends at its deadline", async () => {
  const patience = new Patience(10);
  assert(patience.isLeft);
  await new Promise((resolve) => setTimeout(resolve, 15));
  assert(!patience.isLeft);
});

Deno.test("no patience leaves no second attempt", () => {
  assertEquals(new Patience(0).isLeft, false);
});
