// @ts-check
/** @import { Sample } from "../../contract/history.ts" */
/** @import { Line } from "./chart_options.js" */
import { byId, setText } from "./elements.js";
import { formatTime, unknown } from "./format.js";
import { showLegend } from "./legend.js";
import { TimeChart } from "./time_chart.js";

/**
 * A line with the value that it shows of a sample.
 * @typedef {Line & { label: string, of: (sample: Sample) => number | null }} SampleLine
 */

/** A chart of the samples of the history, with a legend and a summary in words. */
export class LineChart {
  /** @type {readonly Sample[]} */
  #samples = [];
  /** @type {number | null} */
  #pointed = null;
  #id;
  #lines;
  #formatValue;
  #chart;

  /**
   * @param {string} id
   * @param {{ tick: (value: number) => string, value: (value: number) => string, wholeTicks?: boolean }} format
   * @param {readonly SampleLine[]} lines
   */
  constructor(id, { tick, value, wholeTicks = false }, lines) {
    this.#id = id;
    this.#lines = lines;
    this.#formatValue = value;
    const pointed = (/** @type {number | null} */ index) => {
      this.#pointed = index;
      this.#showLegend();
    };
    this.#chart = new TimeChart({ id, lines, formatValue: tick, wholeTicks, pointed });
  }

  /**
   * @param {readonly Sample[]} samples
   * @param {readonly [number, number]} span
   */
  show(samples, span) {
    this.#samples = samples;
    const seconds = samples.map(({ at }) => Date.parse(at) / 1000);
    this.#chart.show(seconds, this.#lines.map(({ of }) => samples.map(of)), span);
    this.#showLegend();
    setText(byId(`${this.#id}-summary`), this.#summary());
  }

  /** Redraws after a change of theme. */
  redraw() {
    this.#chart.redraw();
  }

  #showLegend() {
    const sample = this.#samples[this.#pointed ?? this.#samples.length - 1];
    const items = this.#lines.map(({ label, color, of }) => {
      return { label, color, value: this.#format(sample ? of(sample) : null) };
    });
    const time = this.#pointed === null || !sample ? "" : formatTime(sample.at);
    showLegend(byId(`${this.#id}-legend`), items, time);
  }

  #summary() {
    if (this.#samples.length === 0) return "No data yet";
    return this.#lines.map(({ label, of }) => {
      const values = this.#samples.flatMap((sample) => of(sample) ?? []);
      const last = this.#format(values.at(-1) ?? null);
      const most = this.#format(values.length === 0 ? null : Math.max(...values));
      return `${label} ${last} now, ${most} at most`;
    }).join("; ");
  }

  /** @param {number | null} value */
  #format(value) {
    return value === null ? unknown : this.#formatValue(value);
  }
}
