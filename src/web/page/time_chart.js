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
 * @property {boolean} [fromZero] Whether the scale starts at zero, or else near the lowest value.
 * @property {boolean} [wholeTicks] Whether ticks are whole numbers, for values that are.
 * @property {number} [marginRight]
 * @property {(chart: uPlotTypes) => void} [draw]
 * @property {(index: number | null) => void} pointed Called with the index under the pointer, or null.
 */

/**
 * Lines over time, with the pointer shown in all charts at once. Without a value there is no chart:
 * its axes would show a scale that means nothing. The element is empty then, and says so by its style.
 */
export class TimeChart {
  /** @type {uPlotTypes | null} */
  #plot = null;
  #options;
  #element;

  /** @param {ChartOptions} options */
  constructor(options) {
    this.#options = options;
    this.#element = byId(options.id);
    new ResizeObserver(() => this.#plot?.setSize(sizeOf(this.#element))).observe(this.#element);
  }

  /**
   * Shows values by time, one list for each line.
   * @param {readonly number[]} seconds
   * @param {readonly (readonly (number | null)[])[]} values
   * @param {readonly [number, number]} span
   */
  show(seconds, values, [from, to]) {
    if (!values.some((line) => line.some((value) => value !== null))) return this.#clear();
    const data = /** @type {uPlotTypes.AlignedData} */ ([seconds, ...values]);
    const plot = this.#plot ??= this.#create(data);
    plot.batch(() => {
      plot.setData(data, false);
      plot.setScale("x", { min: from, max: to });
    });
  }

  /** Redraws after a change of theme. */
  redraw() {
    this.#plot?.redraw(false, true);
  }

  /** @param {uPlotTypes.AlignedData} data */
  #create(data) {
    const plot = new uPlot(plotOptions(this.#options, sizeOf(this.#element)), data, this.#element);
    plot.root.ariaHidden = "true";
    return plot;
  }

  #clear() {
    this.#plot?.destroy();
    this.#plot = null;
  }
}

/**
 * The current color of a variable in tokens.css.
 * @param {string} name
 */
export function colorOf(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

/** The font of text in charts. */
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
  { lines, formatValue, fromZero = true, wholeTicks = false, marginRight = 24, draw, pointed },
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
      axis({
        size: sizeOfLabels,
        space: 34,
        values: (_, values) => values.map(formatValue),
        ...(wholeTicks && { incrs: wholeSteps() }),
      }),
    ],
    series: [{}, ...lines.map(seriesOf)],
    hooks: {
      draw: draw ? [draw] : [],
      setCursor: [({ cursor }) => pointed(cursor.idx ?? null)],
    },
  };
}

/**
 * As wide as the longest label of the axis, at about 6 px a character.
 * @param {uPlotTypes} _
 * @param {readonly string[] | null} labels
 */
function sizeOfLabels(_, labels) {
  const longest = (labels ?? []).reduce((most, { length }) => Math.max(most, length), 0);
  return Math.max(46, 14 + longest * 6);
}

/** Distances between ticks: 1, 2, 5, 10, and so on. */
function wholeSteps() {
  return Array.from({ length: 15 }, (_, power) => [1, 2, 5].map((step) => step * 10 ** power))
    .flat();
}

/**
 * Times of day, with seconds if several of them fall into one minute.
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
    // A single value makes no line.
    points: { show: ({ data }) => data[0].length === 1 },
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
