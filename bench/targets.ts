import { latencyTargets } from "./latency_targets.ts";
import type { Results } from "./results.ts";
import { ratioSpread, spreadOf } from "./spread.ts";
import type { Target } from "./target.ts";

const perSecond = "recordsPerSecond";
const restoredKeys = 1_000_000;

/** All targets of the benchmark. */
export const targets: readonly Target[] = [
  rate("exactly once with counts, ours ÷ Kafka Streams", "ours", "kafka-streams", 3.2),
  rate("exactly once with counts, ours ÷ Flink SQL", "ours", "flink", 2.3),
  rate(
    "exactly once without counts, one worker, ours ÷ franz-go by hand",
    "ours-one-plain",
    "franz-go",
    1.6,
  ),
  rate("exactly once, one worker, ours ÷ Quix Streams", "ours-one-plain", "quix", 4),
  rate("ours ÷ the original script as written", "ours", "original", 3_000),
  rate("with 200 readers of the page ÷ without", "ours-watched", "ours", 0.97),
  ...latencyTargets,
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
      const all = results.of("ours-all", "peakMegabytes").slice(0, one.length);
      const further = all.map((peak, round) => peak - (one[round] ?? NaN));
      return spreadOf(further.map((megabytes) => megabytes / results.furtherWorkers));
    },
  },
  {
    measure: "CPU per million with counts, the broker's included, ours ÷ Kafka Streams",
    unit: "",
    bound: { atMost: 0.4 },
    measured: (results) =>
      ratioSpread(cpuWithBrokers(results, "ours"), cpuWithBrokers(results, "kafka-streams")),
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

/** The CPU time for a million records, of a contestant and the brokers together, in each round. */
function cpuWithBrokers(results: Results, contestant: string): number[] {
  const own = results.of(contestant, "cpuSecondsPerMillion");
  const brokers = results.of(contestant, "brokerCpuSecondsPerMillion");
  return own.map((seconds, round) => seconds + (brokers[round] ?? NaN));
}
