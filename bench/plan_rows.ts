import type { Model } from "./model.ts";
import type { ScaleConditions, UnitPrices } from "./scale_conditions.ts";
import { planFor } from "./scale_plan.ts";
import { significant } from "./spread.ts";

/** Logins per second for which docs/scale.md has a plan. */
export const plannedLoads: readonly number[] = [1e4, 1e5, 1e6, 1e7];

/** The headings of {@linkcode planRows}. */
export const planHeading: readonly string[] = [
  "logins/s",
  "processes",
  "our busy cores",
  "partitions",
  "brokers (by)",
  "brokers' busy cores",
  "network, MB/s",
  "disk, GB a day",
  "example $ a month",
];

/** A row with the plan for each load. */
export function planRows(
  loads: readonly number[],
  model: Model,
  conditions: ScaleConditions,
  prices: UnitPrices,
): string[][] {
  return loads.map((load) => {
    const plan = planFor(load, model, conditions, prices);
    return [
      whole(load),
      whole(plan.processes),
      significant(plan.ourBusyCores),
      whole(plan.partitions),
      `${whole(plan.brokers)} (${plan.brokersBy})`,
      significant(plan.brokerBusyCores),
      significant(plan.networkMegabytesPerSecond),
      whole(plan.diskGigabytesPerDay),
      whole(Number(plan.dollarsPerMonth.toPrecision(2))), // what examples and predictions allow
    ];
  });
}

function whole(value: number): string {
  return Math.round(value).toLocaleString("en");
}
