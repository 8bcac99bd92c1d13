// @ts-check
/** @import { PeriodCounts } from "./period_counts.js" */
/** @import { Model } from "./model.js" */
import { byId, fillRows, make, setText } from "./elements.js";
import { formatDuration, formatWindow } from "./format.js";

const allTime = "all";
const newest = "";

/** The chosen period: all time, the newest window of a size, or one window. */
export class Period {
  /** @type {string | null} */
  window = null;
  /** @type {string | null} The start of one window; null follows the newest. */
  start = null;

  /** @param {() => void} changed */
  constructor(changed) {
    byId("periods").addEventListener("change", ({ target }) => {
      if (!(target instanceof HTMLInputElement)) return;
      this.window = target.value === allTime ? null : target.value;
      this.start = null;
      byId("start", HTMLSelectElement).value = newest;
      changed();
    });
    byId("start").addEventListener("change", ({ target }) => {
      if (!(target instanceof HTMLSelectElement)) return;
      this.start = target.value === newest ? null : target.value;
      changed();
    });
    byId("choice").addEventListener("submit", (event) => event.preventDefault());
  }

  /**
   * Offers the existing windows; a chosen size that is no longer counted is dropped.
   * @param {Model} model
   */
  offer({ allTime: { windows }, windows: tables, status }) {
    if (this.window !== null && !windows.includes(this.window)) this.window = this.start = null;
    fillRows(byId("periods"), [null, ...windows], {
      key: (window) => window ?? allTime,
      create: createOption,
      update: (label, window) => {
        const input = label.querySelector("input");
        if (input) input.checked = window === this.window;
      },
    });
    byId("periods").hidden = windows.length === 0;
    const table = this.window === null ? undefined : tables.get(this.window);
    byId("start-label").hidden = this.window === null;
    if (table) this.#offerStarts(table, status.service.now);
  }

  /**
   * @param {PeriodCounts} table
   * @param {string} now
   */
  #offerStarts({ starts, windowStart, windowEnd }, now) {
    const lengthMs = windowStart && windowEnd ? Date.parse(windowEnd) - Date.parse(windowStart) : 0;
    const missing = this.start !== null && !starts.includes(this.start) ? [this.start] : [];
    fillRows(byId("start"), [newest, ...starts, ...missing], {
      key: (start) => start,
      create: (start) => new Option("", start),
      update: (option, start) => {
        const end = new Date(Date.parse(start || now) + lengthMs).toISOString();
        setText(option, start === newest ? "newest" : formatWindow(start, end, now));
      },
    });
  }
}

/** @param {string | null} window */
function createOption(window) {
  const input = make("input", "");
  input.type = "radio";
  input.name = "period";
  input.value = window ?? allTime;
  const text = window === null ? "All time" : formatDuration(window);
  return make("label", "", input, make("span", "", text));
}
