import { assertEquals, assertThrows } from "@std/assert";
import { percentilesOf } from "../../../bench/percentiles.ts";

Deno.test("a percentile is the least value that so many do not exceed", () => {
  const thousand = Int32Array.from({ length: 1000 }, (_, index) => 1000 - index);
  assertEquals(percentilesOf(thousand), { p50: 500, p90: 900, p99: 990, p999: 999 });
});

Deno.test("numbers are ranked as numbers, not as texts", () => {
  assertEquals(percentilesOf(Int32Array.of(9, 10, 100)).p50, 10);
});

Deno.test("one value is all percentiles", () => {
  assertEquals(percentilesOf(Int32Array.of(7)), { p50: 7, p90: 7, p99: 7, p999: 7 });
});

Deno.test("no values have no percentiles: that must not pass for no latency", () => {
  assertThrows(() => percentilesOf(new Int32Array()), RangeError, "no values");
});
