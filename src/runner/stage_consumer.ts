import type { Consumer } from "kafkajs";
import { groupIdOf } from "../names.ts";
import type { StageSettings } from "./stage_settings.ts";

/** Members learn of a rebalance from their next heartbeat, so a takeover takes about this long. */
export const heartbeatIntervalMs = 500;

const fetchWaitMs = 500;
// A fetch returns at most this many full partitions, however many there are, because all of its
// records are in memory at once.
const maxFetchPartitions = 2;
const metadataMaxAgeMs = 15_000;

/** How long a rebalance waits for members before it continues without them. */
export function rebalanceTimeoutMs(
  { sessionTimeoutMs }: { readonly sessionTimeoutMs: number },
): number {
  return sessionTimeoutMs * 2;
}

/** A consumer in a stage's group. It has not joined yet. */
export function stageConsumer<S, C>(settings: StageSettings<S, C>): Consumer {
  const { consumerKafka, appId, stage, sessionTimeoutMs, fetchBytes } = settings;
  return consumerKafka.consumer({
    groupId: groupIdOf(appId, stage.name),
    sessionTimeout: sessionTimeoutMs,
    rebalanceTimeout: rebalanceTimeoutMs(settings),
    heartbeatInterval: heartbeatIntervalMs,
    maxWaitTimeInMs: fetchWaitMs,
    maxBytesPerPartition: fetchBytes,
    maxBytes: fetchBytes * maxFetchPartitions,
    metadataMaxAge: metadataMaxAgeMs,
    allowAutoTopicCreation: false,
  });
}
