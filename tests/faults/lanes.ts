import type { Scenario } from "./scenario.ts";

/**
 * Runs scenarios in several lanes at once, because most of the time each waits for a timeout. Those
 * with their own brokers stay in one lane: a machine has room for one more cluster, not for five.
 */
export async function runInLanes(
  withOwnBrokers: Iterable<Scenario>,
  withSharedBrokers: Iterable<Scenario>,
  laneCount: number,
  run: (scenario: Scenario) => Promise<void>,
): Promise<void> {
  // One iterator for all lanes, so that each takes the next scenario.
  const shared = Iterator.from(withSharedBrokers);
  const lane = async (...queues: readonly Iterable<Scenario>[]) => {
    for (const queue of queues) {
      for (const scenario of queue) await run(scenario);
    }
  };
  const others = Array.from({ length: laneCount - 1 }, () => lane(shared));
  await Promise.all([lane(withOwnBrokers, shared), ...others]);
}
