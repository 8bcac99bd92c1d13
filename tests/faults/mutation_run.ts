import type { Ground } from "./ground.ts";
import { runInLanes } from "./lanes.ts";
import type { Mutation } from "./mutation.ts";
import { type MutationResult, objectionTo, tryMutation } from "./mutation_trial.ts";
import type { RunSettings } from "./run_scenario.ts";
import type { Scenario } from "./scenario.ts";

/** The settings of a run of mutations. */
export interface MutationRunSettings extends RunSettings {
  readonly lanes: number;
  /** Receives the result of each mutation. */
  readonly report: (result: MutationResult) => void;
  /** Starts no further scenario after an abort. */
  readonly signal: AbortSignal;
}

/** Runs each scenario once unchanged, and then with each of its mutations, in the table's order. */
export async function mutationRun(
  scenarios: ReadonlyMap<Mutation, Scenario>,
  ground: Ground,
  settings: MutationRunSettings,
): Promise<MutationResult[]> {
  const { lanes, report, signal } = settings;
  const mutationsOf = Map.groupBy(scenarios.keys(), (mutation) => scenarios.get(mutation)!);
  const results = new Map<Mutation, MutationResult>();
  const tryAll = async (scenario: Scenario) => {
    if (signal.aborted) return;
    const objection = await objectionTo(scenario, ground, settings);
    for (const mutation of mutationsOf.get(scenario)!) {
      if (signal.aborted) return;
      const result = objection === null
        ? await tryMutation(mutation, scenario, ground, settings)
        : { ...mutation, seconds: 0, objection };
      results.set(mutation, result);
      report(result);
    }
  };
  const all = [...mutationsOf.keys()];
  const shared = all.filter(({ brokers }) => brokers === "shared");
  await runInLanes(all.filter((scenario) => !shared.includes(scenario)), shared, lanes, tryAll);
  return [...scenarios.keys()].flatMap((mutation) => results.get(mutation) ?? []);
}
