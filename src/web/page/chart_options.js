// @ts-check
/** @import uPlotTypes from "uplot" */
import { chartFont, colorOf } from "./chart_style.js";
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
 * The options of uPlot for a chart of this size.
 * @param {ChartOptions} options
 * @param {{ width: number, height: number }} size
 * @returns {uPlotTypes.Options}
 */
export function plotOptions(
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
