import { FatalError } from "../errors.ts";
import { TransactionalProducer } from "../kafka/transactional_producer.ts";
import { groupIdOf, transactionalIdOf } from "../names.ts";
import { type StageName, stageNames } from "../pipeline/stage.ts";
import type { Workplace } from "./workplace.ts";

// All counts of a partition are one transaction, which may take longer than the processor's.
const leastTransactionTimeoutMs = 60_000;

/** Throws if a processor is running. */
export async function assertStopped(
  { cluster, settings }: Pick<Workplace, "cluster" | "settings">,
  what = "recount",
): Promise<void> {
  for (const stage of stageNames) {
    const groupId = groupIdOf(settings.config.appId, stage);
    const { length } = await cluster.members(groupId);
    if (length === 0) continue;
    throw new FatalError(
      `Cannot ${what}: group ${groupId} has ${length} members`,
      "stop all processors; a killed one leaves the group after SESSION_TIMEOUT_MS",
    );
  }
}

/**
 * Takes over the transactional id of each task of a stage. This aborts an open transaction of the last
 * owner, and fences an owner that is still alive.
 */
export async function takeOver(
  { kafka, settings }: Pick<Workplace, "kafka" | "settings">,
  stage: StageName,
): Promise<TransactionalProducer[]> {
  const { config, topics } = settings;
  const { topic, partitionCount } = stage === "enrich" ? topics.input : topics.deltas;
  const transactionTimeoutMs = Math.max(config.transactionTimeoutMs, leastTransactionTimeoutMs);
  const limits = new Map(Object.values(topics).map((each) => [each.topic, each.maxMessageBytes]));
  const producers = Array.from({ length: partitionCount }, (_, partition) => {
    const transactionalId = transactionalIdOf(config.appId, stage, topic, partition);
    return new TransactionalProducer({ kafka, transactionalId, transactionTimeoutMs, limits });
  });
  await Promise.all(producers.map((producer) => producer.fence()));
  return producers;
}
