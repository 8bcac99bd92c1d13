import { assertEquals } from "@std/assert";
import { Arrivals } from "../../../bench/arrivals.ts";

const load = { fromMs: 1_000, untilMs: 2_000 };

Deno.test("a latency is measured from the time when the record was due", () => {
  const arrivals = new Arrivals();
  arrivals.add(1_000, 1_008);
  assertEquals(arrivals.latencies(load).p50, 8);
});

Deno.test("only records that were due within the measured time count", () => {
  const arrivals = new Arrivals();
  for (const sentMs of [999, 1_000, 1_999, 2_000]) arrivals.add(sentMs, 5_000);
  assertEquals(arrivals.countOf(load), 2);
});

Deno.test("Arrivals keeps every one of many arrivals", () => {
  const arrivals = new Arrivals();
  for (let n = 0; n < 200_000; n++) arrivals.add(1_500, 1_500 + (n % 1_000));
  assertEquals(arrivals.countOf(load), 200_000);
  assertEquals(arrivals.latencies(load).p90, 899);
});
