// @ts-check
/** @import { ChangedCounts, Counts } from "../../contract/counts.ts" */

/**
 * The counts of all time or of one window.
 * @typedef {object} PeriodCounts
 * @property {string | null} window
 * @property {string | null} windowStart
 * @property {string | null} windowEnd
 * @property {number} total
 * @property {ReadonlyMap<string, { count: number, lastLogin: string }>} counts
 * @property {readonly string[]} windows
 * @property {readonly string[]} starts Newest first.
 */

/**
 * A locale with its rank.
 * @typedef {{ rank: number, locale: string, count: number, lastLogin: string }} RankedLocale
 */

const keptStarts = 200;

/**
 * The counts in an answer, or in the first event of a window.
 * @param {ChangedCounts & Partial<Counts>} answer
 * @returns {PeriodCounts}
 */
export function periodCounts(answer) {
  const { window, windowStart, windowEnd, total, windows = [], starts = [] } = answer;
  const known = windowStart === null || starts.includes(windowStart)
    ? starts
    : [windowStart, ...starts];
  return {
    window,
    windowStart,
    windowEnd,
    total,
    counts: entriesOf(answer),
    windows,
    starts: known,
  };
}

/**
 * Counts after an event of the same period: changed counts replace the earlier ones.
 * @param {PeriodCounts} table
 * @param {ChangedCounts} event
 * @returns {PeriodCounts}
 */
export function mergedCounts(table, event) {
  const counts = new Map([...table.counts, ...entriesOf(event)]);
  return { ...table, total: event.total, counts };
}

/**
 * The counts of the newest window after an event: the same window with its changes, or the next
 * window. An event of an older window only adds its start to the list.
 * @param {PeriodCounts | undefined} table
 * @param {ChangedCounts} event
 * @returns {PeriodCounts}
 */
export function followedCounts(table, event) {
  if (table === undefined || table.windowStart === null && event.windowStart !== null) {
    return periodCounts(event);
  }
  if (table.windowStart === event.windowStart) return mergedCounts(table, event);
  const starts = withStart(table.starts, event.windowStart);
  if (startMs(event) < startMs(table)) return { ...table, starts };
  return { ...periodCounts(event), windows: table.windows, starts };
}

/**
 * The locales with the most logins; equal counts in order of locale.
 * @param {PeriodCounts} table
 * @param {number} [limit]
 * @returns {RankedLocale[]}
 */
export function rankedLocales(table, limit = Infinity) {
  const all = [...table.counts].filter(([, { count }]) => count > 0);
  all.sort(([a, x], [b, y]) => y.count - x.count || (a < b ? -1 : 1));
  return all.slice(0, limit).map(([locale, entry], at) => ({ rank: at + 1, locale, ...entry }));
}

/** @param {ChangedCounts} answer */
function entriesOf({ counts }) {
  return new Map(counts.map(({ locale, count, lastLogin }) => [locale, { count, lastLogin }]));
}

/**
 * @param {readonly string[]} starts
 * @param {string | null} start
 */
function withStart(starts, start) {
  if (start === null || starts.includes(start)) return starts;
  const all = [...starts, start].sort((a, b) => Date.parse(b) - Date.parse(a));
  return all.slice(0, keptStarts);
}

/** @param {{ windowStart: string | null }} of */
function startMs({ windowStart }) {
  return windowStart === null ? -Infinity : Date.parse(windowStart);
}
