import { Random } from "../../src/generator/random.ts";
import type { Ground } from "./ground.ts";
import { runInLanes } from "./lanes.ts";
import { runScenario, type RunSettings } from "./run_scenario.ts";
import type { Scenario } from "./scenario.ts";
import type { ScenarioResult } from "./scenario_result.ts";
import { handOverStorm, randomStorm } from "./scenarios/storms.ts";

/** The settings of a run. */
export interface FaultRunSettings extends RunSettings {
  readonly scenarios: readonly Scenario[];
  readonly lanes: number;
  /** Random storms follow the scenarios until this many minutes have passed. */
  readonly minutes: number;
  /** Receives the result of each scenario. */
  readonly report: (result: ScenarioResult) => void;
  /** Starts no further scenario after an abort. */
  readonly signal: AbortSignal;
}

const measuredLanes = 2;
const handOverStormCount = 10;

/**
 * Runs all scenarios in an order that follows from the seed, then storms while there is time, then
 * hand-overs.
 */
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
  const others = shared.filter(({ isMeasured }) => !isMeasured);
  await runInLanes(own, withStorms(others, settings), lanes, run);
  // The time of a takeover among twenty busy processes shows the machine's speed, not ours.
  const measured = shared.filter(({ isMeasured }) => isMeasured);
  const storms = settings.minutes === 0 ? [] : handOverStorms();
  await runInLanes([], [...measured, ...storms], measuredLanes, run);
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

function handOverStorms(): Scenario[] {
  return Array.from({ length: handOverStormCount }, (_, index) => handOverStorm(index + 1));
}

/** Fisher-Yates shuffle. */
function shuffled<T>(list: readonly T[], random: Random): T[] {
  const order = [...list];
  for (let at = order.length - 1; at > 0; at--) {
    const other = random.below(at + 1);
    [order[at], order[other]] = [order[other]!, order[at]!];
  }
  return order;
}
