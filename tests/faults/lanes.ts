import type { Scenario } from "./scenario.ts";

/**
 * Runs scenarios in several lanes at once, as most of the time each waits for a timeout. Those with
 * brokers of their own keep to one lane: a machine has room for one cluster more, not for five.
 */
export async function runInLanes(
  withOwnBrokers: Iterable<Scenario>,
  withSharedBrokers: Iterable<Scenario>,
  laneCount: number,
  run: (scenario: Scenario) => Promise<void>,
): Promise<void> {
  // One iterator for all lanes: each takes what is next.
  const shared = Iterator.from(withSharedBrokers);
  const lane = async (...queues: readonly Iterable<Scenario>[]) => {
    for (const queue of queues) {
      for (const scenario of queue) await run(scenario);
    }
  };
  const others = Array.from({ length: laneCount - 1 }, () => lane(shared));
  await Promise.all([lane(withOwnBrokers, shared), ...others]);
}
