/** The reported percentiles of a distribution. */
export interface Percentiles {
  readonly p50: number;
  readonly p90: number;
  readonly p99: number;
  readonly p999: number;
}

/** The percentiles of values, which are sorted in place; throws if there are none. */
export function percentilesOf(values: Int32Array): Percentiles {
  if (values.length === 0) throw new RangeError("Cannot rank: there are no values");
  values.sort();
  return {
    p50: nearestRank(values, 0.5),
    p90: nearestRank(values, 0.9),
    p99: nearestRank(values, 0.99),
    p999: nearestRank(values, 0.999),
  };
}

/** The smallest value that at least this share of all values does not exceed. */
function nearestRank(sorted: Int32Array, share: number): number {
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? 0;
}
