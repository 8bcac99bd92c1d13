import type { ContestantFigures, PerformanceFigures } from "./performance_figures.ts";
import { ratioSpread, spreadCell, spreadText } from "./spread.ts";

type Measured = Pick<PerformanceFigures, "contestants" | "latency">;

const ours = "ours";
const throughputFigures = [
  "recordsPerSecond",
  "cpuSecondsPerMillion",
  "brokerCpuSecondsPerMillion",
  "peakMegabytes",
  "firstOutputMs",
] as const;
const latencyFigures = [
  "p50",
  "p90",
  "p99",
  "p999",
  "loadBehindMs",
  "cores",
  "brokerCores",
] as const;

/**
 * A row for each contestant, without those that are measured for latency alone: its title, the
 * throughput of ours ÷ its own, its throughput, CPU time, the brokers' CPU time, memory, and start.
 */
export function throughputRows({ contestants, latency }: Measured): string[][] {
  const hasLatency = new Set(latency.map(({ contestant }) => contestant));
  return contestants
    .filter(({ name, rounds }) => rounds.length > 0 || !hasLatency.has(name))
    .map((contestant) => [
      contestant.title,
      ratioCell(contestants, contestant),
      ...throughputFigures.map((figure) =>
        spreadCell(contestant.rounds.map((round) => round[figure]))
      ),
    ]);
}

/** What is in the rows of latencies, behind the contestant. */
export const latencyColumns: readonly string[] = [
  "records/s",
  "p50",
  "p90",
  "p99",
  "p99.9",
  "load behind",
  "cores",
  "broker's cores",
];

/**
 * A row for each contestant and rate: its title, the rate, the percentiles, the delay of the load, and
 * the cores that the contestant and the brokers used.
 */
export function latencyRows({ contestants, latency }: Measured): string[][] {
  return latency.map(({ contestant, recordsPerSecond, rounds }) => [
    contestants.find(({ name }) => name === contestant)?.title ?? contestant,
    recordsPerSecond.toLocaleString("en"),
    ...latencyFigures.map((figure) => spreadCell(rounds.map((round) => round[figure]))),
  ]);
}

function ratioCell(all: readonly ContestantFigures[], contestant: ContestantFigures): string {
  const rates = (one: ContestantFigures | undefined) =>
    one?.rounds.map(({ recordsPerSecond }) => recordsPerSecond) ?? [];
  const ratio = ratioSpread(rates(all.find(({ name }) => name === ours)), rates(contestant));
  return ratio === null ? "" : spreadText(ratio);
}
