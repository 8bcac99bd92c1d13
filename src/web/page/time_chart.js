// @ts-check
/** @import uPlotTypes from "uplot" */
// @ts-types="uplot"
import uPlot from "./uPlot.esm.js";
import { byId } from "./elements.js";
import { formatMinute, formatTime } from "./format.js";

/**
 * One line of a chart; its color is a variable of tokens.css.
 * @typedef {{ color: string, width?: number, fill?: string, dash?: number[] }} Line
 */

/**
 * @typedef {object} ChartOptions
 * @property {string} id Of the element that it is drawn in.
 * @property {readonly Line[]} lines
 * @property {(value: number) => string} formatValue
 * @property {boolean} [fromZero] Whether the values begin at zero; else where the lowest line does.
 * @property {number} [marginRight]
 * @property {(chart: uPlotTypes) => void} [draw]
 * @property {(index: number | null) => void} pointed Where the pointer is; null for nowhere.
 */

/** Lines over time, with the pointer shown in all charts at once. */
export class TimeChart {
  #plot;
  #element;

  /** @param {ChartOptions} options */
  constructor(options) {
    this.#element = byId(options.id);
    const size = sizeOf(this.#element);
    const data = /** @type {uPlotTypes.AlignedData} */ ([[], ...options.lines.map(() => [])]);
    this.#plot = new uPlot(plotOptions(options, size), data, this.#element);
    this.#plot.root.ariaHidden = "true";
    new ResizeObserver(() => this.#plot.setSize(sizeOf(this.#element))).observe(this.#element);
  }

  /**
   * Shows values by time, one list for each line.
   * @param {readonly number[]} seconds
   * @param {readonly (readonly (number | null)[])[]} values
   * @param {readonly [number, number]} span
   */
  show(seconds, values, [from, to]) {
    this.#plot.batch(() => {
      this.#plot.setData(/** @type {uPlotTypes.AlignedData} */ ([seconds, ...values]), false);
      this.#plot.setScale("x", { min: from, max: to });
    });
  }

  /** Draws again, in other colors. */
  redraw() {
    this.#plot.redraw(false, true);
  }
}

/**
 * The color that a variable of tokens.css has now.
 * @param {string} name
 */
export function colorOf(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

/** The font of texts in charts. */
export const chartFont = "11px system-ui, sans-serif";

/** @param {HTMLElement} element */
function sizeOf({ clientWidth, clientHeight }) {
  return { width: Math.max(120, clientWidth), height: Math.max(60, clientHeight) };
}

/**
 * @param {ChartOptions} options
 * @param {{ width: number, height: number }} size
 * @returns {uPlotTypes.Options}
 */
function plotOptions(
  { lines, formatValue, fromZero = true, marginRight = 8, draw, pointed },
  size,
) {
  return {
    ...size,
    padding: [8, marginRight, 0, 0],
    legend: { show: false },
    cursor: {
      y: false,
      drag: { x: false, y: false, setScale: false },
      points: { size: 6, fill: () => colorOf("--ground") },
      sync: { key: "time", scales: ["x", null] },
    },
    scales: { x: { time: true }, y: { range: fromZero ? rangeFromZero : rangeOfLines } },
    axes: [
      axis({
        size: 24,
        space: 70,
        values: formatTimes,
      }),
      axis({ size: 46, space: 34, values: (_, values) => values.map(formatValue) }),
    ],
    series: [{}, ...lines.map(seriesOf)],
    hooks: {
      draw: draw ? [draw] : [],
      setCursor: [({ cursor }) => pointed(cursor.idx ?? null)],
    },
  };
}

/**
 * Times of day, to the second where several of them fall into one minute.
 * @param {uPlotTypes} _
 * @param {number[]} times
 * @param {number} __
 * @param {number} ___
 * @param {number} apart
 */
function formatTimes(_, times, __, ___, apart) {
  return times.map((at) => apart < 60 ? formatTime(at * 1000) : formatMinute(at * 1000));
}

/**
 * @param {uPlotTypes.Axis} own
 * @returns {uPlotTypes.Axis}
 */
function axis(own) {
  const hairline = { stroke: () => colorOf("--line"), width: 1 };
  return {
    stroke: () => colorOf("--quiet"),
    font: chartFont,
    gap: 6,
    grid: hairline,
    ticks: { show: false },
    ...own,
  };
}

/**
 * @param {Line} line
 * @returns {uPlotTypes.Series}
 */
function seriesOf({ color, width = 1.5, fill, dash }) {
  return {
    stroke: () => colorOf(color),
    width,
    points: { show: false },
    ...(fill && { fill: () => colorOf(fill) }),
    ...(dash && { dash }),
  };
}

/**
 * @param {uPlotTypes} _
 * @param {number | null} __
 * @param {number | null} most
 * @returns {uPlotTypes.Range.MinMax}
 */
function rangeFromZero(_, __, most) {
  return [0, most ? most * 1.12 : 1];
}

/**
 * @param {uPlotTypes} _
 * @param {number | null} least
 * @param {number | null} most
 * @returns {uPlotTypes.Range.MinMax}
 */
function rangeOfLines(_, least, most) {
  if (least === null || most === null) return [0, 1];
  const margin = Math.max(1, (most - least) * 0.08);
  return [Math.max(0, least - margin), most + margin];
}
