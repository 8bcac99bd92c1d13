import type { PerformanceFigures } from "../../bench/performance_figures.ts";
import { ratioSpread, significant, spreadOf } from "../../bench/spread.ts";
import { type Bar, barPlot } from "./bar_plot.ts";

const shownRate = 5_000;

/** The plots of docs/performance.md by file name, generated from the last recorded run. */
export function performancePlots(figures: PerformanceFigures): Record<string, string> {
  return {
    "throughput.svg": barPlot(
      "Throughput, as a share of ours in the same round",
      throughputBars(figures),
    ),
    "latency.svg": barPlot(
      `End-to-end latency at ${shownRate.toLocaleString("en")} records/s, p99 in ms`,
      latencyBars(figures),
    ),
  };
}

function throughputBars({ contestants }: PerformanceFigures): Bar[] {
  const ours = contestants.find(({ name }) => name === "ours")?.rounds ?? [];
  return contestants.flatMap(({ name, title, rounds }) => {
    const rates = [rounds, ours].map((some) => some.map((round) => round.recordsPerSecond));
    const spread = ratioSpread(rates[0] ?? [], rates[1] ?? []);
    if (spread === null) return [];
    const text = `${significant(spread.median)} ×`;
    return [{ label: title, spread, text, isOurs: isOurs(name) }];
  });
}

function latencyBars({ latency, contestants }: PerformanceFigures): Bar[] {
  return latency.flatMap(({ contestant, recordsPerSecond, rounds }) => {
    const spread = spreadOf(rounds.map(({ p99 }) => p99));
    if (recordsPerSecond !== shownRate || spread === null) return [];
    const label = contestants.find(({ name }) => name === contestant)?.title ?? contestant;
    const text = `${significant(spread.median)} ms`;
    return [{ label, spread, text, isOurs: isOurs(contestant) }];
  });
}

function isOurs(name: string): boolean {
  return name.startsWith("ours");
}
