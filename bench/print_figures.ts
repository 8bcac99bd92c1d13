import { tableOf } from "../src/terminal/table.ts";
import { latencyColumns, latencyRows, throughputRows } from "./figure_rows.ts";
import type { PerformanceFigures } from "./performance_figures.ts";
import { significant } from "./spread.ts";

const throughputHeading = [
  "contestant",
  "ours ÷ it",
  "records/s",
  "CPU s/million",
  "broker's CPU s/million",
  "peak MB",
  "first output ms",
];

/** Prints the results of a run as tables for a terminal. */
export function printFigures(figures: PerformanceFigures): void {
  const { machine, records, roundCount, commit } = figures;
  console.log(
    `\n${records.toLocaleString("en")} logins, ${roundCount} rounds, ${machine.cores} cores of ` +
      `${machine.model}, ${machine.gigabytes} GB, commit ${commit}. Medians, in brackets the least ` +
      "and the most of all rounds; ratios are of the same round.\n",
  );
  const throughput = throughputRows(figures);
  if (throughput.length > 0) console.log(tableOf(throughputHeading, throughput));
  if (figures.latency.length > 0) {
    console.log(`\n${tableOf(["latency, ms", ...latencyColumns], latencyRows(figures))}`);
  }
  if (figures.restore.length > 0) {
    const rows = figures.restore.map(({ keys, ms }) => [keys, ms]);
    console.log(`\n${tableOf(["restored keys", "ms"], rows)}`);
  }
  if (figures.scale.length > 0) {
    const rows = figures.scale.map(({ from, to, cpuMicrosPerRecord }) => [
      `${from.toLocaleString("en")} to ${to.toLocaleString("en")}`,
      significant(cpuMicrosPerRecord),
    ]);
    console.log(`\n${tableOf(["records before (ours)", "CPU µs a record"], rows)}`);
  }
  const rows = figures.targets.map(({ measure, target, measured, verdict }) => [
    ...[measure, target, measured, verdict],
  ]);
  console.log(`\n${tableOf(["requirement", "target", "measured", ""], rows)}`);
}
