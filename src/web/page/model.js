// @ts-check
/** @import { CountsAnswer, History, SampleEvent, Snapshot, Status } from "./contract.ts" */
/** @import { CountTable } from "./count_table.js" */
import { followedTable, mergedTable, tableOf } from "./count_table.js";

/**
 * All that the page knows of the pipeline.
 * @typedef {object} Model
 * @property {Status} status
 * @property {History} history
 * @property {CountTable} allTime
 * @property {ReadonlyMap<string, CountTable>} windows The newest table of each window size.
 */

const keptMs = 15 * 60_000;

/**
 * What a snapshot says, and nothing of what was known before it.
 * @param {Snapshot} snapshot
 * @returns {Model}
 */
export function modelOf({ status, history, counts, windows }) {
  const tables = Object.entries(windows).flatMap(([size, answer]) => {
    return answer === null ? [] : [/** @type {const} */ ([size, tableOf(answer)])];
  });
  return { status, history, allTime: tableOf(counts), windows: new Map(tables) };
}

/**
 * @param {Model} model
 * @param {CountsAnswer} event
 * @returns {Model}
 */
export function withCounts(model, event) {
  if (event.window === null) return { ...model, allTime: mergedTable(model.allTime, event) };
  const windows = new Map(model.windows);
  windows.set(event.window, followedTable(windows.get(event.window), event));
  return { ...model, windows };
}

/**
 * @param {Model} model
 * @param {Status} status
 * @returns {Model}
 */
export function withStatus(model, status) {
  return { ...model, status };
}

/**
 * Adds a step to the history and lets go of what is older than fifteen minutes.
 * @param {Model} model
 * @param {SampleEvent} event
 * @returns {Model}
 */
export function withSample(model, { sample, locales }) {
  const { samples, counts, stepSeconds } = model.history;
  const before = counts.at.length;
  const seriesOf = new Map(counts.locales.map((series) => [series.locale, series.counts]));
  const from = Date.parse(sample.at) - keptMs;
  const first = [...counts.at, sample.at].findIndex((at) => Date.parse(at) > from);
  return {
    ...model,
    history: {
      stepSeconds,
      samples: [...samples, sample].filter(({ at }) => Date.parse(at) > from),
      counts: {
        at: [...counts.at, sample.at].slice(first),
        locales: locales.map(({ locale, count }) => {
          const known = seriesOf.get(locale) ?? Array(before).fill(null);
          return { locale, counts: [...known, count].slice(first) };
        }),
      },
    },
  };
}
