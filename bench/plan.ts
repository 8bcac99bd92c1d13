import type { LatencyPlan } from "./latency.ts";

/** How much is measured. */
export interface Plan {
  readonly logins: number;
  readonly rounds: number;
  /** What each works off before anything is measured; 0 leaves it out. */
  readonly warmUpLogins: number;
  /** For the script that takes one at a time. */
  readonly fewLogins: number;
  readonly latency: LatencyPlan;
  /** Who is measured for latency. */
  readonly latencyContestants: readonly string[];
  readonly restoreKeys: readonly number[];
  /** For so long; 0 leaves it out. */
  readonly idleSeconds: number;
}

/** What gives figures to quote. */
export const fullPlan: Plan = {
  logins: 2_000_000,
  rounds: 3,
  warmUpLogins: 500_000,
  fewLogins: 600,
  latency: { rates: [1_000, 5_000, 20_000, 50_000], warmSeconds: 3, seconds: 12 },
  latencyContestants: ["ours", "kafka-streams", "flink", "franz-go", "quix"],
  restoreKeys: [10_000, 100_000, 1_000_000],
  idleSeconds: 20,
};

/** What shows within minutes that all works: start-up weighs more here, so it is not for quoting. */
export const quickPlan: Plan = {
  logins: 200_000,
  rounds: 1,
  warmUpLogins: 0,
  fewLogins: 150,
  latency: { rates: [5_000], warmSeconds: 2, seconds: 5 },
  latencyContestants: ["ours", "kafka-streams"],
  restoreKeys: [10_000],
  idleSeconds: 5,
};

/** What a plan becomes that measures throughput alone. */
export const nothingBesides: Pick<Plan, "latencyContestants" | "restoreKeys" | "idleSeconds"> = {
  latencyContestants: [],
  restoreKeys: [],
  idleSeconds: 0,
};
