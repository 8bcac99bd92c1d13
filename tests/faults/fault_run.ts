import { Random } from "../../src/generator/random.ts";
import type { Ground } from "./ground.ts";
import { runInLanes } from "./lanes.ts";
import { runScenario, type RunSettings } from "./run_scenario.ts";
import type { Scenario } from "./scenario.ts";
import type { ScenarioResult } from "./scenario_result.ts";
import { randomStorm } from "./scenarios/storms.ts";

/** What a run consists of. */
export interface FaultRunSettings extends RunSettings {
  readonly scenarios: readonly Scenario[];
  readonly lanes: number;
  /** Random storms follow the scenarios until so many minutes are over. */
  readonly minutes: number;
  /** Told of each scenario that is over. */
  readonly report: (result: ScenarioResult) => void;
  /** Begins no further scenario when aborted. */
  readonly signal: AbortSignal;
}

/** Runs all scenarios in an order that follows from the seed, then storms while there is time. */
export async function faultRun(
  ground: Ground,
  settings: FaultRunSettings,
): Promise<ScenarioResult[]> {
  const { scenarios, lanes, signal, report } = settings;
  const random = new Random(settings.seed);
  const results: ScenarioResult[] = [];
  const run = async (scenario: Scenario) => {
    if (signal.aborted) return;
    const result = await runScenario(scenario, ground, settings);
    results.push(result);
    report(result);
  };
  const order = shuffled(scenarios, random);
  const own = order.filter(({ brokers }) => brokers !== "shared");
  const shared = order.filter(({ brokers }) => brokers === "shared");
  await runInLanes(own, withStorms(shared, settings), lanes, run);
  return results;
}

function* withStorms(
  scenarios: readonly Scenario[],
  { minutes, signal }: FaultRunSettings,
): Generator<Scenario> {
  const endMs = performance.now() + minutes * 60_000;
  yield* scenarios;
  for (let number = 1; performance.now() < endMs && !signal.aborted; number++) {
    yield randomStorm(number);
  }
}

/** Fisher and Yates. */
function shuffled<T>(list: readonly T[], random: Random): T[] {
  const order = [...list];
  for (let at = order.length - 1; at > 0; at--) {
    const other = random.below(at + 1);
    [order[at], order[other]] = [order[other]!, order[at]!];
  }
  return order;
}
