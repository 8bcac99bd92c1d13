import type { LatencyPlan } from "./latency.ts";

/** What is measured, and how much of it. */
export interface Plan {
  readonly logins: number;
  readonly rounds: number;
  /** The number of records of each warm-up; 0 skips it. */
  readonly warmUpLogins: number;
  /** For the script that runs one contestant at a time. */
  readonly fewLogins: number;
  readonly latency: LatencyPlan;
  /** The contestants measured for latency. */
  readonly latencyContestants: readonly string[];
  readonly restoreKeys: readonly number[];
  /** How long each rate lasts; 0 skips the measurement. */
  readonly idleSeconds: number;
}

/** The plan for results worth quoting. */
export const fullPlan: Plan = {
  logins: 2_000_000,
  rounds: 3,
  warmUpLogins: 500_000,
  fewLogins: 600,
  latency: { rates: [1_000, 5_000, 20_000, 50_000], warmSeconds: 3, seconds: 12 },
  latencyContestants: [
    "ours",
    "ours-all",
    "ours-burner",
    "released",
    "kafka-streams",
    "flink",
    "franz-go",
  ],
  restoreKeys: [10_000, 100_000, 1_000_000],
  idleSeconds: 20,
};

/**
 * The plan that shows within minutes that everything works. Start-up weighs more here, so do not quote
 * its results.
 */
export const quickPlan: Plan = {
  logins: 200_000,
  rounds: 1,
  warmUpLogins: 0,
  fewLogins: 150,
  latency: { rates: [5_000], warmSeconds: 2, seconds: 5 },
  latencyContestants: ["ours", "ours-all", "released", "kafka-streams", "franz-go"],
  restoreKeys: [10_000],
  idleSeconds: 5,
};

/** The part of a plan that measures only throughput. */
export const nothingBesides: Pick<Plan, "latencyContestants" | "restoreKeys" | "idleSeconds"> = {
  latencyContestants: [],
  restoreKeys: [],
  idleSeconds: 0,
};
