import type { Spread, TargetFigures } from "./performance_figures.ts";
import type { Results } from "./results.ts";
import { ratioSpread, significant, spreadOf, spreadText } from "./spread.ts";

/** A target: a figure and the bound that its median must keep. */
export interface Target {
  readonly measure: string;
  readonly unit: string;
  readonly bound: { readonly atLeast: number } | { readonly atMost: number };
  /** Null if this run did not measure it. */
  measured(results: Results): Spread | null;
}

const perSecond = "recordsPerSecond";
const restoredKeys = 1_000_000;

/** All targets of the benchmark. */
export const targets: readonly Target[] = [
  rate("exactly once with counts, all cores, ours ÷ Kafka Streams", "ours", "kafka-streams", 2.5),
  rate("exactly once with counts, all cores, ours ÷ Flink SQL", "ours", "flink", 1.8),
  rate(
    "exactly once without counts, one worker, ours ÷ franz-go by hand",
    "ours-one-plain",
    "franz-go",
    1,
  ),
  rate("exactly once, one worker, ours ÷ Quix Streams", "ours-one-plain", "quix", 4),
  rate("all cores, ours ÷ the original script as written", "ours", "original", 3_000),
  rate("all cores, with 200 readers of the page ÷ without", "ours-watched", "ours", 0.97),
  latency("latency at 5,000/s, p50", "p50", 8),
  latency("latency at 5,000/s, p99", "p99", 25),
  {
    measure: "latency at 5,000/s, p99, ours ÷ Kafka Streams",
    unit: "",
    bound: { atMost: 0.2 },
    measured: (results) =>
      ratioSpread(
        results.latencyOf("ours", 5_000, "p99"),
        results.latencyOf("kafka-streams", 5_000, "p99"),
      ),
  },
  {
    measure: "peak memory, ours, one worker",
    unit: "MB",
    bound: { atMost: 160 },
    measured: (results) => spreadOf(results.of("ours-one", "peakMegabytes")),
  },
  {
    measure: "peak memory, ours, a further worker",
    unit: "MB",
    bound: { atMost: 80 },
    measured: (results) => {
      if (results.furtherWorkers < 1) return null;
      const one = results.of("ours-one", "peakMegabytes");
      const all = results.of("ours", "peakMegabytes").slice(0, one.length);
      const further = all.map((peak, round) => peak - (one[round] ?? NaN));
      return spreadOf(further.map((megabytes) => megabytes / results.furtherWorkers));
    },
  },
  {
    measure: "CPU for each record with counts, ours ÷ Kafka Streams",
    unit: "",
    bound: { atMost: 0.3 },
    measured: (results) =>
      ratioSpread(
        results.of("ours", "cpuSecondsPerMillion"),
        results.of("kafka-streams", "cpuSecondsPerMillion"),
      ),
  },
  {
    measure: "process start to first committed output",
    unit: "ms",
    bound: { atMost: 1_000 },
    measured: (results) => spreadOf(results.of("ours", "firstOutputMs")),
  },
  {
    measure: "restore of 1,000,000 keys",
    unit: "ms",
    bound: { atMost: 3_000 },
    measured: ({ restore }) =>
      spreadOf(restore.filter(({ keys }) => keys === restoredKeys).map(({ ms }) => ms)),
  },
  {
    measure: "idle CPU",
    unit: "% of a core",
    bound: { atMost: 2 },
    measured: ({ idlePercent }) => idlePercent === null ? null : spreadOf([idlePercent]),
  },
];

function rate(measure: string, ours: string, theirs: string, atLeast: number): Target {
  return {
    measure,
    unit: "",
    bound: { atLeast },
    measured: (results) => ratioSpread(results.of(ours, perSecond), results.of(theirs, perSecond)),
  };
}

function latency(measure: string, percentile: "p50" | "p99", atMost: number): Target {
  return {
    measure,
    unit: "ms",
    bound: { atMost },
    measured: (results) => spreadOf(results.latencyOf("ours", 5_000, percentile)),
  };
}

/** Judges the results by the median of the rounds. */
export function judgeTargets(all: readonly Target[], results: Results): TargetFigures[] {
  return all.map((target) => {
    const { measure, unit, bound } = target;
    const measured = target.measured(results);
    return {
      measure,
      target: withUnit(boundText(bound), unit),
      measured: measured === null ? "" : withUnit(spreadText(measured), unit),
      verdict: measured === null ? "not measured" : keeps(bound, measured) ? "pass" : "MISS",
    };
  });
}

function keeps(bound: Target["bound"], { median }: Spread): boolean {
  return "atLeast" in bound ? median >= bound.atLeast : median <= bound.atMost;
}

function boundText(bound: Target["bound"]): string {
  return "atLeast" in bound ? `≥ ${significant(bound.atLeast)}` : `≤ ${significant(bound.atMost)}`;
}

function withUnit(text: string, unit: string): string {
  return unit === "" ? text : `${text} ${unit}`;
}
