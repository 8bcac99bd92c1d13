import { messageOf } from "../../src/errors.ts";
import type { Ground } from "./ground.ts";
import type { Mutation } from "./mutation.ts";
import { mutatedCopy } from "./mutation_copy.ts";
import { runScenario, type RunSettings } from "./run_scenario.ts";
import type { Scenario } from "./scenario.ts";
import type { ScenarioResult } from "./scenario_result.ts";

/** The result of a mutation. */
export interface MutationResult {
  readonly rule: string;
  readonly without: string;
  readonly scenario: string;
  /** How long the scenario took to fail. */
  readonly seconds: number;
  /** Why it proves nothing; null if the scenario failed as expected. */
  readonly objection: string | null;
}

/** Runs a scenario unchanged, because a scenario that always fails proves nothing. */
export async function objectionTo(
  scenario: Scenario,
  ground: Ground,
  settings: RunSettings,
): Promise<string | null> {
  const { failure } = await runScenario(scenario, ground, settings);
  return failure === null ? null : `the scenario fails without any mutation:\n${failure}`;
}

/** Switches a rule off and checks that its scenario then fails. */
export async function tryMutation(
  mutation: Mutation,
  scenario: Scenario,
  ground: Ground,
  settings: RunSettings,
): Promise<MutationResult> {
  const { rule, without } = mutation;
  const row = { rule, without, scenario: scenario.name };
  try {
    const directory = await mutatedCopy(mutation);
    try {
      const options = { ...scenario.options, directory };
      const result = await runScenario({ ...scenario, options }, ground, settings);
      return { ...row, seconds: result.seconds, objection: objectionIn(mutation, result) };
    } finally {
      await Deno.remove(directory, { recursive: true });
    }
  } catch (error) {
    return { ...row, seconds: 0, objection: messageOf(error) };
  }
}

function objectionIn(mutation: Mutation, { failure }: ScenarioResult): string | null {
  if (failure === null) return "the scenario passes all the same";
  if (mutation.failure.test(failure)) return null;
  return `the scenario fails, but not with ${mutation.failure}:\n${failure}`;
}
