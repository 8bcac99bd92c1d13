// @ts-check
/** @import { KnownHistory } from "./model.js" */
/** @import { PeriodCounts } from "./period_counts.js" */

/**
 * The counts of the leading locales over time, the leader first.
 * @typedef {object} Leaders
 * @property {readonly number[]} seconds
 * @property {readonly { locale: string, counts: readonly (number | null)[] }[]} locales
 */

/**
 * The leaders of all time, from the history.
 * @param {KnownHistory} history
 * @param {number} limit
 * @returns {Leaders}
 */
export function allTimeLeaders({ counts }, limit) {
  const seconds = counts.at.map((at) => Date.parse(at) / 1000);
  const locales = [...counts.locales].sort((a, b) => {
    return (b.counts.at(-1) ?? 0) - (a.counts.at(-1) ?? 0) || (a.locale < b.locale ? -1 : 1);
  });
  return { seconds, locales: locales.slice(0, limit) };
}

/**
 * The locales with the most logins in all of these windows together, with their counts by window.
 * @param {readonly PeriodCounts[]} tables
 * @param {number} limit
 * @returns {Leaders}
 */
export function windowLeaders(tables, limit) {
  const inOrder = tables.filter(({ windowStart }) => windowStart !== null)
    .map((table) => ({ seconds: Date.parse(table.windowStart ?? "") / 1000, table }))
    .sort((a, b) => a.seconds - b.seconds);
  /** @type {Map<string, number>} */
  const sums = new Map();
  for (const { table } of inOrder) {
    for (const [locale, { count }] of table.counts) {
      sums.set(locale, (sums.get(locale) ?? 0) + count);
    }
  }
  const leading = [...sums].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1)).slice(0, limit);
  return {
    seconds: inOrder.map(({ seconds }) => seconds),
    locales: leading.map(([locale]) => ({
      locale,
      counts: inOrder.map(({ table }) => table.counts.get(locale)?.count ?? 0),
    })),
  };
}
