// @ts-check
/** @import { Sample } from "../../contract/history.ts" */
/** @import { Model } from "./model.js" */
import { byId, fillRows, makeRow, setCells, setText } from "./elements.js";
import { formatAmount, formatCount, formatMinute, formatMs, formatRate } from "./format.js";
import { LineChart } from "./line_chart.js";
import { byMinute } from "./minutes.js";
import { timeSpan } from "./time_span.js";

/** Throughput, latency, and transactions over the last 15 minutes, as charts and as a table. */
export class HistoryCharts {
  #stepSeconds = 5;
  #charts = [
    new LineChart("throughput", { tick: formatAmount, value: formatRate }, [
      { label: "read", color: "--accent", fill: "--accent-wash", of: this.#rate("read") },
      { label: "enriched", color: "--ink", of: this.#rate("enriched") },
      { label: "filtered", color: "--quiet", dash: [4, 3], of: this.#rate("filtered") },
      { label: "dead letters", color: "--bad", of: this.#rate("rejected") },
    ]),
    new LineChart("latency", { tick: formatMs, value: formatMs, wholeTicks: true }, [
      { label: "p50", color: "--accent", of: ({ p50Ms }) => p50Ms },
      { label: "p99", color: "--quiet", of: ({ p99Ms }) => p99Ms },
    ]),
    new LineChart("transactions", { tick: formatAmount, value: formatRate }, [
      { label: "committed", color: "--accent", fill: "--accent-wash", of: this.#rate("committed") },
      { label: "aborted", color: "--bad", of: this.#rate("aborted") },
    ]),
  ];

  /** @param {Model} model */
  show({ history, status }) {
    this.#stepSeconds = history.stepSeconds;
    const span = timeSpan(history, status.service.now);
    for (const chart of this.#charts) chart.show(history.samples, span);
    const { committed, aborted } = status.transactions;
    setText(
      byId("transactions-title"),
      `Transactions, ${formatCount(committed)} committed, ${formatCount(aborted)} aborted`,
    );
    fillRows(byId("values-rows"), byMinute(history.samples), minuteRows);
  }

  /** Redraws after a change of theme. */
  redraw() {
    for (const chart of this.#charts) chart.redraw();
  }

  /**
   * @param {"read" | "enriched" | "filtered" | "rejected" | "committed" | "aborted"} key
   * @returns {(sample: Sample) => number}
   */
  #rate(key) {
    return (sample) => sample[key] / this.#stepSeconds;
  }
}

const minuteRows = {
  key: (/** @type {Sample} */ { at }) => at,
  create: () => makeRow("head mono", ...Array(8).fill("number")),
  update: (/** @type {HTMLTableRowElement} */ row, /** @type {Sample} */ sample) => {
    const { at, read, enriched, filtered, rejected, committed, aborted, p50Ms, p99Ms } = sample;
    const counts = [read, enriched, filtered, rejected, committed, aborted];
    const texts = [...counts.map(formatCount), formatMs(p50Ms), formatMs(p99Ms)];
    setCells(row, formatMinute(at), ...texts);
  },
};
