import { assertEquals } from "@std/assert";
import { agesOf } from "../../../src/runner/ages.ts";

function records(count: number) {
  return Array.from({ length: count }, (_, i) => ({ timestamp: i }));
}

Deno.test("ages of a small batch include each record", () => {
  assertEquals(agesOf(records(3), 10), { ms: [10, 9, 8], recordsEach: 1 });
});

Deno.test("ages of a large batch are a sample of fixed size", () => {
  for (const count of [16, 17, 1_000, 9_999, 10_000]) {
    const { ms, recordsEach } = agesOf(records(count), 20_000);
    assertEquals(ms.length <= 16, true);
    assertEquals(Math.round(ms.length * recordsEach), count);
  }
});

Deno.test("ages of an empty batch are empty, and no age is negative", () => {
  assertEquals(agesOf([], 10), { ms: [], recordsEach: 0 });
  assertEquals(agesOf([{ timestamp: 50 }], 10).ms, [0]);
});
