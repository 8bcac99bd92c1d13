import { latencyColumns, latencyRows, throughputRows } from "../../bench/figure_rows.ts";
import type { PerformanceFigures } from "../../bench/performance_figures.ts";
import { significant } from "../../bench/spread.ts";
import { type GeneratedPart, markdownTable } from "./generated_part.ts";

/** The parts of docs/performance.md that are generated from the last recorded run. */
export function performanceParts(figures: PerformanceFigures): GeneratedPart[] {
  return [
    { name: "run", markdown: runText(figures) },
    { name: "targets", markdown: targetsTable(figures) },
    { name: "contestants", markdown: contestantsTable(figures) },
    { name: "settings", markdown: settingsTable(figures) },
    { name: "latency", markdown: latencyTable(figures) },
    { name: "restore", markdown: restoreTable(figures) },
    { name: "scale", markdown: scaleTable(figures) },
  ];
}

function runText(figures: PerformanceFigures): string {
  const { date, commit, machine, versions, records, roundCount } = figures;
  const words = figures.arguments === "" ? "" : ` ${figures.arguments}`;
  const names = Object.entries(versions).map(([name, version]) => `${name} ${version}`).join(", ");
  const left = Object.entries(figures.skipped).map(([title, reason]) => ` ${title}: ${reason}.`);
  return `The last recorded run (\`deno task bench${words}\`, ${date}, commit ${commit}): ` +
    `${
      whole(records)
    } logins, rounds: ${roundCount}, ${machine.cores} cores of ${machine.model}, ` +
    `${machine.gigabytes} GB of memory, which Kafka shared; ${names}.` +
    (left.length === 0 ? "" : ` Left out:${left.join("")}`);
}

function targetsTable({ targets }: PerformanceFigures): string {
  const rows = targets.map(({ measure, target, measured, verdict }) => [
    ...[measure, target, measured, verdict === "MISS" ? "**missed**" : verdict],
  ]);
  return markdownTable(["measure", "target", "measured", ""], rows);
}

function contestantsTable(figures: PerformanceFigures): string {
  const heading = [
    "contestant",
    "ours ÷ it",
    "records/s",
    "CPU s per million records",
    "broker's CPU s per million",
    "peak memory, MB",
    "start to first committed output, ms",
  ];
  return markdownTable(heading, throughputRows(figures));
}

function settingsTable({ contestants }: PerformanceFigures): string {
  return markdownTable(
    ["contestant", "settings"],
    contestants.map(({ title, settings }) => [title, settings]),
  );
}

function latencyTable(figures: PerformanceFigures): string {
  return markdownTable(["contestant", ...latencyColumns], latencyRows(figures));
}

function restoreTable({ restore }: PerformanceFigures): string {
  return markdownTable(["keys", "ms"], restore.map(({ keys, ms }) => [whole(keys), whole(ms)]));
}

function scaleTable({ scale }: PerformanceFigures): string {
  const rows = scale.map(({ from, to, cpuMicrosPerRecord }) => [
    `${whole(from)} to ${whole(to)}`,
    significant(cpuMicrosPerRecord),
  ]);
  return markdownTable(["records processed before", "CPU µs a record"], rows);
}

function whole(value: number): string {
  return value.toLocaleString("en");
}
