import { assertAlmostEquals, assertEquals } from "@std/assert";
import { monthlyDollars } from "../../../bench/monthly_cost.ts";
import { examplePrices } from "../../../bench/scale_conditions.ts";

const nothing = { cores: 0, diskGigabytesPerDay: 0, megabytesPerSecondBetweenZones: 0 };
const conditions = { retentionDays: 3, utilization: 0.5 };

function dollars(bill: Partial<typeof nothing>): number {
  return monthlyDollars({ ...nothing, ...bill }, conditions, examplePrices);
}

Deno.test("cores are paid by the hour", () => {
  assertAlmostEquals(dollars({ cores: 10 }), 10 * 730 * 0.04);
});

Deno.test("disks hold all that is kept, and have room to spare", () => {
  assertAlmostEquals(dollars({ diskGigabytesPerDay: 100 }), 600 * 0.08);
});

Deno.test("traffic between zones is paid by the gigabyte", () => {
  assertAlmostEquals(dollars({ megabytesPerSecondBetweenZones: 1 }), 2_628 * 0.01);
});

Deno.test("nothing costs nothing", () => {
  assertEquals(dollars({}), 0);
});
