// @ts-check
/** @import uPlotTypes from "uplot" */
/** @import { PeriodCounts } from "./period_counts.js" */
/** @import { Model } from "./model.js" */
/** @import { PastWindows } from "./past_windows.js" */
import { chartFont, colorOf } from "./chart_style.js";
import { byId, setText } from "./elements.js";
import { formatDuration, formatMinute, formatShort, formatTime, visible } from "./format.js";
import { labelPlaces } from "./label_places.js";
import { allTimeLeaders, windowLeaders } from "./leaders.js";
import { showLegend } from "./legend.js";
import { TimeChart } from "./time_chart.js";
import { timeSpan } from "./time_span.js";

/** @import { Leaders } from "./leaders.js" */

const lineCount = 8;
const shownWindows = 15;
const labelHeight = 14;
const labelLength = 9;

/** The counts of the leading locales over time: the leader in color, the others in gray. */
export class LeadersChart {
  /** @type {Leaders} */
  #leaders = { seconds: [], locales: [] };
  /** @type {number | null} */
  #pointed = null;
  #chart = new TimeChart({
    id: "leaders",
    lines: Array.from({ length: lineCount }, (_, at) => lineOf(at)),
    formatValue: formatShort,
    fromZero: false,
    wholeTicks: true,
    marginRight: 64,
    draw: (plot) => drawNames(plot, this.#leaders),
    pointed: (index) => {
      this.#pointed = index;
      this.#showLegend();
    },
  });

  /** @param {Model} model */
  showAllTime({ history, status }) {
    setText(byId("leaders-title"), "Leading locales, all time");
    this.#show(allTimeLeaders(history, lineCount), timeSpan(history, status.service.now));
  }

  /**
   * Shows windows that have ended, because the open one would look like a drop.
   * @param {string} window
   * @param {PeriodCounts | undefined} newest
   * @param {PastWindows} tables
   * @param {number} nowMs
   */
  showWindows(window, newest, tables, nowMs) {
    setText(byId("leaders-title"), `Leading locales by windows of ${formatDuration(window)}`);
    const isOpen = Date.parse(newest?.windowEnd ?? "") > nowMs && (newest?.starts.length ?? 0) > 2;
    const first = isOpen ? 1 : 0;
    const starts = newest?.starts.slice(first, first + shownWindows) ?? [];
    const known = starts.flatMap((start) => {
      const table = start === newest?.windowStart ? newest : tables.get(window, start);
      return table ?? [];
    });
    const leaders = windowLeaders(known, lineCount);
    const { seconds } = leaders;
    this.#show(leaders, [seconds[0] ?? 0, Math.max(seconds.at(-1) ?? 1, (seconds[0] ?? 0) + 1)]);
  }

  /** Redraws after a change of theme. */
  redraw() {
    this.#chart.redraw();
  }

  /**
   * @param {Leaders} leaders
   * @param {readonly [number, number]} span
   */
  #show(leaders, span) {
    this.#leaders = leaders;
    const { seconds, locales } = leaders;
    const nothing = seconds.map(() => null);
    const lines = Array.from({ length: lineCount }, (_, at) => locales[at]?.counts ?? nothing);
    this.#chart.show(seconds, lines, span);
    this.#showLegend();
    setText(byId("leaders-summary"), summaryOf(leaders));
  }

  #showLegend() {
    const { seconds, locales } = this.#leaders;
    const at = this.#pointed ?? seconds.length - 1;
    const items = locales.map(({ locale, counts }, rank) => {
      const count = counts[at] ?? null;
      return {
        label: visible(locale),
        value: count === null ? "–" : formatShort(count),
        color: lineOf(rank).color,
      };
    });
    const time = this.#pointed === null ? null : (seconds[at] ?? 0) * 1000;
    showLegend(byId("leaders-legend"), items, time === null ? "" : formatTime(time));
  }
}

/** @param {number} rank */
function lineOf(rank) {
  return rank === 0
    ? { color: "--accent", width: 2.5 }
    : { color: rank < 3 ? "--quiet" : "--faint", width: 1.25 };
}

/**
 * @param {uPlotTypes} plot
 * @param {Leaders} leaders
 */
function drawNames({ ctx, valToPos, bbox }, { locales }) {
  const ratio = devicePixelRatio;
  const ends = locales.flatMap(({ locale, counts }, rank) => {
    const last = counts.findLast((count) => count !== null);
    return last === undefined || last === null
      ? []
      : [{ locale, rank, y: (valToPos(last, "y", true) - bbox.top) / ratio }];
  }).sort((a, b) => a.y - b.y);
  const places = labelPlaces(ends.map(({ y }) => y), labelHeight, bbox.height / ratio);
  ctx.save();
  ctx.textBaseline = "middle";
  ctx.textAlign = "left";
  ends.forEach(({ locale, rank, y }, at) => {
    const [x, place] = [bbox.left + bbox.width, bbox.top + (places[at] ?? y) * ratio];
    ctx.strokeStyle = colorOf("--line");
    ctx.lineWidth = ratio;
    ctx.beginPath();
    ctx.moveTo(x + 2 * ratio, bbox.top + y * ratio);
    ctx.lineTo(x + 12 * ratio, place);
    ctx.stroke();
    ctx.font = `${rank === 0 ? "600 " : ""}${chartFont.replace("11", String(11 * ratio))}`;
    ctx.fillStyle = colorOf(rank === 0 ? "--accent-text" : "--quiet");
    ctx.fillText(shortened(visible(locale)), x + 15 * ratio, place);
  });
  ctx.restore();
}

/** @param {string} name */
function shortened(name) {
  return name.length > labelLength ? `${name.slice(0, labelLength - 1)}…` : name;
}

/** @param {Leaders} leaders */
function summaryOf({ seconds, locales }) {
  const [first, last] = [seconds[0], seconds.at(-1)];
  if (first === undefined || last === undefined) return "No logins yet";
  const lines = locales.map(({ locale, counts }) => {
    const known = counts.filter((count) => count !== null);
    return `${visible(locale)} from ${formatShort(known[0] ?? 0)} to ${
      formatShort(known.at(-1) ?? 0)
    }`;
  });
  return `From ${formatMinute(first * 1000)} to ${formatMinute(last * 1000)} UTC: ${
    lines.join(", ")
  }`;
}
