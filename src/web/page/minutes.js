// @ts-check
/** @import { Sample } from "../../contract/history.ts" */

const minuteMs = 60_000;

/**
 * The history summed by minute, newest first, with the highest latency of each minute.
 * @param {readonly Sample[]} samples
 * @returns {Sample[]}
 */
export function byMinute(samples) {
  /** @type {Map<number, Sample>} */
  const minutes = new Map();
  for (const sample of samples) {
    const end = Math.ceil(Date.parse(sample.at) / minuteMs) * minuteMs;
    const sum = minutes.get(end);
    const at = new Date(end).toISOString();
    minutes.set(end, sum === undefined ? { ...sample, at } : added(sum, sample));
  }
  return [...minutes.values()].reverse();
}

/**
 * @param {Sample} sum
 * @param {Sample} sample
 * @returns {Sample}
 */
function added(sum, sample) {
  return {
    at: sum.at,
    read: sum.read + sample.read,
    enriched: sum.enriched + sample.enriched,
    filtered: sum.filtered + sample.filtered,
    rejected: sum.rejected + sample.rejected,
    committed: sum.committed + sample.committed,
    aborted: sum.aborted + sample.aborted,
    p50Ms: highest(sum.p50Ms, sample.p50Ms),
    p99Ms: highest(sum.p99Ms, sample.p99Ms),
  };
}

/**
 * @param {number | null} a
 * @param {number | null} b
 */
function highest(a, b) {
  return a === null ? b : b === null ? a : Math.max(a, b);
}
