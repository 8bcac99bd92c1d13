/** A message that may name its partition. */
export interface Routable {
  /** Without it, the partitioner decides. */
  readonly partition?: number | null;
}

/** The module of kafkajs that {@linkcode groupMessagesPerPartition} replaces. */
export const standsFor = "kafkajs/src/producer/groupMessagesPerPartition.js";

/**
 * Groups the messages of a topic by partition, in order. A message that names its partition goes there,
 * and the partitioner decides for the others.
 *
 * The original copies a partition's whole list for each added message: four million copies for 3,000
 * messages, a fifth of the CPU time. Rejected: smaller sends, each of which costs a round trip.
 */
export function groupMessagesPerPartition<M extends Routable, P>(
  { topic, partitionMetadata, messages, partitioner }: {
    readonly topic: string;
    readonly partitionMetadata: readonly P[];
    readonly messages: readonly M[];
    readonly partitioner: (
      args: { topic: string; partitionMetadata: readonly P[]; message: M },
    ) => number;
  },
): Record<number, M[]> {
  const groups: Record<number, M[]> = {};
  if (partitionMetadata.length === 0) return groups;
  for (const message of messages) {
    const partition = message.partition ?? partitioner({ topic, partitionMetadata, message });
    (groups[partition] ??= []).push(message);
  }
  return groups;
}
