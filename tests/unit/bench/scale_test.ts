import { assertAlmostEquals, assertEquals } from "@std/assert";
import { costByDecade } from "../../../bench/scale.ts";

Deno.test("scale costs are flat if every record costs the same", () => {
  const samples = [0, 7_000, 300_000, 2_000_000]
    .map((records) => ({ records, cpuSeconds: 1 + records * 5e-6 }));
  const costs = costByDecade(samples);
  assertEquals(costs.map(({ from, to }) => [from, to]), [
    [10_000, 100_000],
    [100_000, 1_000_000],
    [1_000_000, 2_000_000],
  ]);
  for (const { cpuMicrosPerRecord } of costs) assertAlmostEquals(cpuMicrosPerRecord, 5);
});

Deno.test("scale costs rise in later decades if records get more expensive", () => {
  const samples = [0, 10_000, 100_000, 1_000_000]
    .map((records) => ({ records, cpuSeconds: (records / 1e5) ** 2 }));
  const [first, second] = costByDecade(samples).map(({ cpuMicrosPerRecord }) => cpuMicrosPerRecord);
  assertEquals(second! > first! * 5, true);
});

Deno.test("scale costs are empty below ten thousand records", () => {
  assertEquals(costByDecade([{ records: 9_000, cpuSeconds: 1 }]), []);
  assertEquals(costByDecade([]), []);
});
