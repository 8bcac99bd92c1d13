import { assertEquals } from "@std/assert";
import { agesOf } from "../../../src/runner/ages.ts";

function records(count: number) {
  return Array.from({ length: count }, (_, i) => ({ timestamp: i }));
}

Deno.test("few records have an age each", () => {
  assertEquals(agesOf(records(3), 10), { ms: [10, 9, 8], recordsEach: 1 });
});

Deno.test("of many records a few stand for all, whatever their number", () => {
  for (const count of [16, 17, 1_000, 9_999, 10_000]) {
    const { ms, recordsEach } = agesOf(records(count), 20_000);
    assertEquals(ms.length <= 16, true);
    assertEquals(Math.round(ms.length * recordsEach), count);
  }
});

Deno.test("a batch of nothing but markers has no ages, and a clock ahead gives none below 0", () => {
  assertEquals(agesOf([], 10), { ms: [], recordsEach: 0 });
  assertEquals(agesOf([{ timestamp: 50 }], 10).ms, [0]);
});
