import { assertEquals } from "@std/assert";
import {
  ratioSpread,
  significant,
  spreadCell,
  spreadOf,
  spreadText,
} from "../../../bench/spread.ts";

Deno.test("spreadOf() has the minimum, the median and the maximum of all rounds", () => {
  assertEquals(spreadOf([3, 1, 2]), { min: 1, median: 2, max: 3 });
  assertEquals(spreadOf([4, 1]), { min: 1, median: 2.5, max: 4 });
  assertEquals(spreadOf([10, 9, 8]), { min: 8, median: 9, max: 10 });
});

Deno.test("spreadOf() is null for a contestant that did not run", () => {
  assertEquals(spreadOf([]), null);
  assertEquals(ratioSpread([1, 2], []), null);
});

Deno.test("ratioSpread() compares two figures of the same round", () => {
  // The second round ran at half the speed for both, and their ratio is the same.
  assertEquals(ratioSpread([200, 100], [100, 50]), { min: 2, median: 2, max: 2 });
});

Deno.test("ratioSpread() skips a round in which one of the two is missing", () => {
  assertEquals(ratioSpread([200, 100, 300], [100]), { min: 2, median: 2, max: 2 });
});

Deno.test("significant() keeps three significant digits, and all digits before the point", () => {
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

Deno.test("spreadCell() is empty without rounds, and skips rounds without the figure", () => {
  assertEquals(spreadCell([]), "");
  assertEquals(spreadCell([undefined, undefined]), "");
  assertEquals(spreadCell([undefined, 2]), "2");
});
