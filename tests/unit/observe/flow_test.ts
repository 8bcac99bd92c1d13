import { assertEquals } from "@std/assert";
import { FlowTotals } from "../../../src/observe/flow.ts";
import { LatencyWindow } from "../../../src/observe/latency.ts";
import { committed } from "./commits.ts";

Deno.test("rates cover the last 10 complete seconds, and totals cover everything", () => {
  const clock = { ms: 5_000 };
  const flow = new FlowTotals(() => clock.ms);
  flow.take(committed([{ facts: { read: 70 } }, { partition: 1, facts: { read: 30 } }]));
  assertEquals(flow.perSecond().read, 0);
  clock.ms += 1_000;
  assertEquals(flow.perSecond().read, 10);
  clock.ms += 10_000;
  assertEquals([flow.perSecond().read, flow.totals().read], [0, 100]);
});

Deno.test("records read by the count stage do not count as logins read", () => {
  const flow = new FlowTotals(() => 0);
  flow.take(committed([{ facts: { read: 7, logins: 5, counts: 2 } }], "count"));
  const { read, logins, counts } = flow.totals();
  assertEquals([read, logins, counts], [0, 5, 2]);
});

Deno.test("percentiles are accurate to an eighth, and null when nothing was committed", () => {
  const clock = { ms: 100_000 };
  const latency = new LatencyWindow(() => clock.ms);
  assertEquals(latency.percentiles(60), { p50: null, p99: null });
  const ms = Array.from({ length: 100 }, (_, i) => i < 98 ? 20 : 3_000);
  latency.take(committed([{ ages: { ms: ms.slice(0, 40), recordsEach: 3 } }, {
    ages: { ms: ms.slice(40), recordsEach: 3 },
  }]));
  const { p50, p99 } = latency.percentiles(60);
  assertEquals([Math.abs(p50! - 20) <= 2.5, Math.abs(p99! - 3_000) <= 375], [true, true]);
  clock.ms += 61_000;
  assertEquals(latency.percentiles(60), { p50: null, p99: null });
});
