// @ts-check
/** @import { ChangedCounts, Counts } from "../../contract/counts.ts" */
/** @import { PeriodCounts } from "./period_counts.js" */
import { mergedCounts, periodCounts } from "./period_counts.js";

/**
 * Requests the counts of one window from the API.
 * @typedef {(window: string, start: string) => Promise<Counts>} AskForWindow
 */

/** The counts of windows before the newest: fetched once, and updated by events. */
export class PastWindows {
  /** @type {Map<string, PeriodCounts | null>} */
  #tables = new Map();
  /** @type {Map<string, { isOutdated: boolean }>} */
  #pending = new Map();
  #ask;
  #changed;

  /**
   * @param {AskForWindow} ask
   * @param {() => void} changed
   */
  constructor(ask, changed) {
    this.#ask = ask;
    this.#changed = changed;
  }

  /** Forgets everything: counts from before a lost connection may be outdated. */
  clear() {
    this.#tables.clear();
    for (const request of this.#pending.values()) request.isOutdated = true;
    this.#pending.clear();
  }

  /**
   * The counts of a window; undefined until the API has answered, null when it has none.
   * @param {string} window
   * @param {string} start
   */
  get(window, start) {
    const key = keyOf(window, start);
    const table = this.#tables.get(key);
    if (table === undefined && !this.#pending.has(key)) this.#load(window, start);
    return table;
  }

  /**
   * Takes changed counts of a known window. They outdate an answer that is still on its way.
   * @param {ChangedCounts} event
   */
  take(event) {
    if (event.window === null || event.windowStart === null) return;
    const key = keyOf(event.window, event.windowStart);
    const table = this.#tables.get(key);
    if (table) this.#tables.set(key, mergedCounts(table, event));
    const request = this.#pending.get(key);
    if (request) request.isOutdated = true;
    if (request) this.#pending.delete(key);
  }

  /**
   * @param {string} window
   * @param {string} start
   */
  async #load(window, start) {
    const key = keyOf(window, start);
    const request = { isOutdated: false };
    this.#pending.set(key, request);
    const table = await this.#ask(window, start).then(periodCounts, () => null);
    if (!request.isOutdated) {
      this.#pending.delete(key);
      this.#tables.set(key, table?.windowStart === start ? table : null);
    }
    this.#changed();
  }
}

/**
 * @param {string} window
 * @param {string} start
 */
function keyOf(window, start) {
  return `${window}@${start}`;
}
