// @ts-check
/** @import { ChangedCounts } from "../../contract/counts.ts" */
/** @import { History, Step } from "../../contract/history.ts" */
/** @import { Snapshot } from "../../contract/snapshot.ts" */
/** @import { Status } from "../../contract/status.ts" */
/** @import { PeriodCounts } from "./period_counts.js" */
import { followedCounts, mergedCounts, periodCounts } from "./period_counts.js";

/**
 * Everything that the page knows about the pipeline.
 * @typedef {object} Model
 * @property {Status} status
 * @property {KnownHistory} history
 * @property {PeriodCounts} allTime
 * @property {ReadonlyMap<string, PeriodCounts>} windows The newest window of each size.
 */

/**
 * The history as the page keeps it. A locale that starts to lead has no known counts before: null.
 * @typedef {Omit<History, "counts"> & { readonly counts: LeaderSeries }} KnownHistory
 */

/**
 * @typedef {object} LeaderSeries
 * @property {readonly string[]} at
 * @property {readonly { readonly locale: string, readonly counts: readonly (number | null)[] }[]} locales
 */

const keptMs = 15 * 60_000;

/**
 * The model of a snapshot; it keeps nothing from earlier ones.
 * @param {Snapshot} snapshot
 * @returns {Model}
 */
export function modelOf({ status, history, counts, windows }) {
  const newest = Object.entries(windows).map(([size, counts]) => {
    return /** @type {const} */ ([size, periodCounts(counts)]);
  });
  return { status, history, allTime: periodCounts(counts), windows: new Map(newest) };
}

/**
 * @param {Model} model
 * @param {ChangedCounts} event
 * @returns {Model}
 */
export function withCounts(model, event) {
  if (event.window === null) return { ...model, allTime: mergedCounts(model.allTime, event) };
  const windows = new Map(model.windows);
  windows.set(event.window, followedCounts(windows.get(event.window), event));
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
 * Adds a step to the history and drops everything older than 15 minutes.
 * @param {Model} model
 * @param {Step} event
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
