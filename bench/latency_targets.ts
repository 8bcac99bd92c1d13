import { releasedCommit } from "./released.ts";
import { ratioSpread, spreadOf } from "./spread.ts";
import type { Target } from "./target.ts";

type Percentile = "p50" | "p99";

const rate = 5_000;
const release = `release ${releasedCommit}`;

/** The targets of the latency, all at one rate. A ratio is of two contestants in the same round. */
export const latencyTargets: readonly Target[] = [
  latency("p50", "ours", "", 5),
  latency("p99", "ours", "", 15),
  latency("p50", "ours-burner", ", beside a busy process", 10),
  latency("p99", "ours-burner", ", beside a busy process", 40),
  ratio("p50", "ours", "released", `ours ÷ ${release}`, 0.35),
  ratio("p99", "ours", "released", `ours ÷ ${release}`, 0.35),
  ratio("p50", "ours-all", "released", `ours on each core ÷ ${release}`, 0.35),
  ratio("p99", "ours-all", "released", `ours on each core ÷ ${release}`, 0.35),
  ratio("p99", "ours", "kafka-streams", "ours ÷ Kafka Streams", 0.12),
  ratio("p99", "ours", "franz-go", "ours ÷ franz-go by hand", 0.4),
];

function latency(percentile: Percentile, name: string, where: string, atMostMs: number): Target {
  return {
    measure: `latency at 5,000/s${where}, ${percentile}`,
    unit: "ms",
    bound: { atMost: atMostMs },
    measured: (results) => spreadOf(results.latencyOf(name, rate, percentile)),
  };
}

function ratio(
  percentile: Percentile,
  ours: string,
  theirs: string,
  words: string,
  atMost: number,
): Target {
  return {
    measure: `latency at 5,000/s, ${percentile}, ${words}`,
    unit: "",
    bound: { atMost },
    measured: (results) =>
      ratioSpread(
        results.latencyOf(ours, rate, percentile),
        results.latencyOf(theirs, rate, percentile),
      ),
  };
}
