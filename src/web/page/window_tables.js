// @ts-check
/** @import { CountsAnswer } from "./contract.ts" */
/** @import { CountTable } from "./count_table.js" */
import { mergedTable, tableOf } from "./count_table.js";

/**
 * Asks the API for the counts of one window.
 * @typedef {(window: string, start: string) => Promise<CountsAnswer>} AskForWindow
 */

/** The tables of windows that are not the newest: fetched once, and kept right by events. */
export class WindowTables {
  /** @type {Map<string, CountTable | null>} */
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

  /** Forgets everything: what was asked before a connection was lost may be wrong since. */
  clear() {
    this.#tables.clear();
    for (const request of this.#pending.values()) request.isOutdated = true;
    this.#pending.clear();
  }

  /**
   * The table of a window; undefined until the API has answered, null where it has none.
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
   * Takes changed counts of a window that is known; an answer under way may be older than them.
   * @param {CountsAnswer} event
   */
  take(event) {
    if (event.window === null || event.windowStart === null) return;
    const key = keyOf(event.window, event.windowStart);
    const table = this.#tables.get(key);
    if (table) this.#tables.set(key, mergedTable(table, event));
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
    const table = await this.#ask(window, start).then(tableOf, () => null);
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
