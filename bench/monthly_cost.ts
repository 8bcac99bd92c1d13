import type { ScaleConditions, UnitPrices } from "./scale_conditions.ts";

/** What is paid for. */
export interface Bill {
  readonly cores: number;
  readonly diskGigabytesPerDay: number;
  readonly megabytesPerSecondBetweenZones: number;
}

const hoursPerMonth = 730;
const gigabytesPerHour = 3.6; // for each megabyte per second

/** Dollars per month for cores, for disks with room to spare, and for traffic between zones. */
export function monthlyDollars(
  { cores, diskGigabytesPerDay, megabytesPerSecondBetweenZones }: Bill,
  { retentionDays, utilization }: Pick<ScaleConditions, "retentionDays" | "utilization">,
  prices: UnitPrices,
): number {
  const disk = diskGigabytesPerDay * retentionDays / utilization;
  const moved = megabytesPerSecondBetweenZones * gigabytesPerHour * hoursPerMonth;
  return cores * hoursPerMonth * prices.dollarsPerCoreHour +
    disk * prices.dollarsPerGigabyteMonth +
    moved * prices.dollarsPerGigabyteBetweenZones;
}
