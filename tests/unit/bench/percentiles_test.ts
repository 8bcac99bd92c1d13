import { assertEquals, assertThrows } from "@std/assert";
import { percentilesOf } from "../../../bench/percentiles.ts";

Deno.test("a percentile is the smallest value that at least its share of all values does not exceed", () => {
  const thousand = Int32Array.from({ length: 1000 }, (_, index) => 1000 - index);
  assertEquals(percentilesOf(thousand), { p50: 500, p90: 900, p99: 990, p999: 999 });
});

Deno.test("percentiles sort values as numbers, not as text", () => {
  assertEquals(percentilesOf(Int32Array.of(9, 10, 100)).p50, 10);
});

Deno.test("all percentiles of a single value are that value", () => {
  assertEquals(percentilesOf(Int32Array.of(7)), { p50: 7, p90: 7, p99: 7, p999: 7 });
});

Deno.test("percentiles of no values are an error, not a latency of zero", () => {
  assertThrows(() => percentilesOf(new Int32Array()), RangeError, "no values");
});
