// @ts-check
/** @import { CountsAnswer } from "./contract.ts" */

/**
 * The counts of all time or of one window.
 * @typedef {object} CountTable
 * @property {string | null} window
 * @property {string | null} windowStart
 * @property {string | null} windowEnd
 * @property {number} total
 * @property {ReadonlyMap<string, { count: number, lastLogin: string }>} counts
 * @property {readonly string[]} windows
 * @property {readonly string[]} starts Newest first.
 */

/**
 * A locale and its place among the others.
 * @typedef {{ rank: number, locale: string, count: number, lastLogin: string }} RankedLocale
 */

const keptStarts = 200;

/**
 * The table that an answer gives in whole.
 * @param {CountsAnswer} answer
 * @returns {CountTable}
 */
export function tableOf(answer) {
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
 * A table after an event of its own window: changed counts replace the ones before.
 * @param {CountTable} table
 * @param {CountsAnswer} event
 * @returns {CountTable}
 */
export function mergedTable(table, event) {
  const counts = new Map([...table.counts, ...entriesOf(event)]);
  return { ...table, total: event.total, counts };
}

/**
 * The table that follows the newest window after an event: the same one with changes, the next one,
 * or, where the event is about a window that is over, the same as before with that start in its list.
 * @param {CountTable | undefined} table
 * @param {CountsAnswer} event
 * @returns {CountTable}
 */
export function followedTable(table, event) {
  if (table === undefined || table.windowStart === null && event.windowStart !== null) {
    return tableOf(event);
  }
  if (table.windowStart === event.windowStart) return mergedTable(table, event);
  const starts = withStart(table.starts, event.windowStart);
  if (startMs(event) < startMs(table)) return { ...table, starts };
  return { ...tableOf(event), windows: table.windows, starts };
}

/**
 * The locales with the most logins; equal counts in the order of their names.
 * @param {CountTable} table
 * @param {number} [limit]
 * @returns {RankedLocale[]}
 */
export function rankedLocales(table, limit = Infinity) {
  const all = [...table.counts].filter(([, { count }]) => count > 0);
  all.sort(([a, x], [b, y]) => y.count - x.count || (a < b ? -1 : 1));
  return all.slice(0, limit).map(([locale, entry], at) => ({ rank: at + 1, locale, ...entry }));
}

/** @param {CountsAnswer} answer */
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
