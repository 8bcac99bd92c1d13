import { tableOf } from "../src/terminal/table.ts";
import type { PerformanceFigures, RunFigures } from "./performance_figures.ts";
import { ratioSpread, significant, spreadOf, spreadText } from "./spread.ts";

const ours = "ours";

/** Prints the results of a run as tables for a terminal. */
export function printFigures(figures: PerformanceFigures): void {
  const { machine, records, roundCount, commit } = figures;
  console.log(
    `\n${records.toLocaleString("en")} logins, ${roundCount} rounds, ${machine.cores} cores of ` +
      `${machine.model}, ${machine.gigabytes} GB, commit ${commit}. Medians, in brackets the least ` +
      "and the most of all rounds; ratios are of the same round.\n",
  );
  console.log(tableOf(
    ["contestant", "ours ÷ it", "records/s", "CPU s/million", "peak MB", "first output ms"],
    contestantRows(figures),
  ));
  if (figures.latency.length > 0) {
    console.log(`\n${tableOf(latencyHeading, latencyRows(figures))}`);
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

const latencyHeading = ["latency, ms", "records/s", "p50", "p90", "p99", "p99.9", "load behind"];

function contestantRows({ contestants }: PerformanceFigures): string[][] {
  const rates = (name: string) =>
    contestants.find((contestant) => contestant.name === name)?.rounds
      .map(({ recordsPerSecond }) => recordsPerSecond) ?? [];
  return contestants.map(({ name, title, rounds }) => {
    const ratio = ratioSpread(rates(ours), rates(name));
    const cell = (figure: keyof RunFigures) => {
      const spread = spreadOf(rounds.map((round) => round[figure]));
      return spread === null ? "" : spreadText(spread);
    };
    return [
      title,
      ratio === null ? "" : spreadText(ratio),
      cell("recordsPerSecond"),
      cell("cpuSecondsPerMillion"),
      cell("peakMegabytes"),
      cell("firstOutputMs"),
    ];
  });
}

function latencyRows({ latency, contestants }: PerformanceFigures): string[][] {
  return latency.map(({ contestant, recordsPerSecond, rounds }) => {
    const cell = (figure: keyof typeof rounds[number]) => {
      const spread = spreadOf(rounds.map((round) => round[figure]));
      return spread === null ? "" : spreadText(spread);
    };
    const title = contestants.find(({ name }) => name === contestant)?.title ?? contestant;
    return [
      title,
      recordsPerSecond.toLocaleString("en"),
      ...(["p50", "p90", "p99", "p999", "loadBehindMs"] as const).map(cell),
    ];
  });
}
