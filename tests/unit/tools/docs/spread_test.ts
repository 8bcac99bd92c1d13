import { assertEquals } from "@std/assert";
import { ratioSpread, significant, spreadOf, spreadText } from "../../../../bench/spread.ts";

Deno.test("a spread has the least, the middle and the most of all rounds", () => {
  assertEquals(spreadOf([3, 1, 2]), { min: 1, median: 2, max: 3 });
  assertEquals(spreadOf([4, 1]), { min: 1, median: 2.5, max: 4 });
  assertEquals(spreadOf([10, 9, 8]), { min: 8, median: 9, max: 10 });
});

Deno.test("what did not run has no spread", () => {
  assertEquals(spreadOf([]), null);
  assertEquals(ratioSpread([1, 2], []), null);
});

Deno.test("a ratio is taken within each round, not between rounds", () => {
  // The second round ran at half the speed for both, and their ratio is the same.
  assertEquals(ratioSpread([200, 100], [100, 50]), { min: 2, median: 2, max: 2 });
});

Deno.test("a round that one of the two is missing from has no ratio", () => {
  assertEquals(ratioSpread([200, 100, 300], [100]), { min: 2, median: 2, max: 2 });
});

Deno.test("numbers keep three digits that mean something, and all before the point", () => {
  assertEquals([0.12345, 1.5, 12.34, 123.4, 123456].map(significant), [
    "0.123",
    "1.5",
    "12.3",
    "123",
    "123,456",
  ]);
  assertEquals(spreadText({ min: 1, median: 2.345, max: 3 }), "2.35 (1–3)");
  assertEquals(spreadText({ min: 2, median: 2, max: 2 }), "2");
});
