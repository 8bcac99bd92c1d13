import type { Spread } from "../../bench/performance_figures.ts";
import { escaped } from "./svg.ts";

/** One bar: its name, its length, and its range. */
export interface Bar {
  readonly label: string;
  readonly spread: Spread;
  /** The figure as text, at the end of the bar. */
  readonly text: string;
  readonly isOurs: boolean;
}

const width = 760;
const labelWidth = 270;
const textWidth = 130;
const rowHeight = 26;
const headHeight = 34;
const barHeight = 14;

// The colors follow the reader's light or dark scheme, which a picture on a page inherits.
const style = `
  text { font: 13px system-ui, sans-serif; fill: #1f2328; }
  .title { font-weight: 600; }
  .bar { fill: #8c959f; }
  .ours { fill: #0969da; }
  .spread { stroke: #1f2328; stroke-width: 1.5; }
  @media (prefers-color-scheme: dark) {
    text { fill: #e6edf3; }
    .bar { fill: #6e7681; }
    .ours { fill: #4493f8; }
    .spread { stroke: #e6edf3; }
  }`;

/** Horizontal bars from zero to each median, with a line from the minimum to the maximum, as SVG. */
export function barPlot(title: string, bars: readonly Bar[]): string {
  const most = Math.max(...bars.map(({ spread }) => spread.max), Number.MIN_VALUE);
  const scale = (width - labelWidth - textWidth) / most;
  const height = headHeight + bars.length * rowHeight + 6;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" role="img">`,
    `<title>${escaped(title)}</title>`,
    `<style>${style}\n</style>`,
    `<text class="title" x="0" y="18">${escaped(title)}</text>`,
    ...bars.map((bar, index) => barOf(bar, headHeight + index * rowHeight, scale)),
    "</svg>\n",
  ].join("\n");
}

function barOf({ label, spread, text, isOurs }: Bar, top: number, scale: number): string {
  const at = (value: number) => (labelWidth + value * scale).toFixed(1);
  const middle = top + barHeight / 2;
  const name = isOurs ? "bar ours" : "bar";
  const length = (spread.median * scale).toFixed(1);
  return [
    `<text x="${labelWidth - 8}" y="${middle + 4.5}" text-anchor="end">${escaped(label)}</text>`,
    `<rect class="${name}" x="${labelWidth}" y="${top}" width="${length}" height="${barHeight}"/>`,
    `<line class="spread" x1="${at(spread.min)}" x2="${
      at(spread.max)
    }" y1="${middle}" y2="${middle}"/>`,
    `<text x="${Number(at(spread.max)) + 8}" y="${middle + 4.5}">${escaped(text)}</text>`,
  ].join("\n");
}
