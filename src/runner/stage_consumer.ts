import type { Consumer } from "kafkajs";
import { groupIdOf } from "../names.ts";
import type { StageSettings } from "./stage_settings.ts";

/** A member hears of another's leaving by its next beat, so takeovers wait for about this long. */
export const heartbeatIntervalMs = 500;

const fetchWaitMs = 500;
// However many partitions there are, a fetch brings no more than so many full ones: what it brings
// is in memory as records, all at once.
const maxFetchPartitions = 2;
const metadataMaxAgeMs = 15_000;

/** How long a group waits for its members before it shares the partitions out without them. */
export function rebalanceTimeoutMs(
  { sessionTimeoutMs }: { readonly sessionTimeoutMs: number },
): number {
  return sessionTimeoutMs * 2;
}

/** A member of a stage's group that has not joined yet. */
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
