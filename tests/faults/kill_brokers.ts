import type { KafkaBroker } from "../support/kafka_broker.ts";
import { lasting } from "./at_work.ts";
import type { Trial } from "./scenario.ts";

/** Enough time for a coordinator to write the markers of acknowledged commits. */
const markersMs = 2_000;

/**
 * Kills brokers whose partitions no other broker can lead meanwhile, during transactions but not
 * during a commit, which Kafka 4.3 does not survive. A coordinator answers a commit before it writes
 * the commit's markers. If it is killed in between and started again, it loads the commit while the
 * controller removes the leadership of every partition from its previous run. It takes partitions
 * without a leader for deleted ("these partitions are likely deleted already and hence can be
 * skipped"), and completes the commit without their markers. The next transaction of the same
 * producer then commits the records of this one, but not its offsets. No client can prevent that.
 */
export async function killBrokers(
  { scene }: Trial,
  brokers: readonly Pick<KafkaBroker, "kill">[],
): Promise<void> {
  const living = scene.processors.filter(({ hasEnded }) => !hasEnded);
  for (const processor of living) processor.kill("SIGSTOP");
  await lasting(markersMs);
  await Promise.all(brokers.map((broker) => broker.kill()));
  for (const processor of living) processor.kill("SIGCONT");
}
