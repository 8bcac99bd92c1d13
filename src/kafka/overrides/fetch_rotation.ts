/** What one fetch asks a broker for. */
export interface TopicPartitions {
  readonly topic: string;
  readonly partitions: readonly number[];
}

/** The part of kafkajs' consumer group that chooses the partitions of a fetch. */
export interface FetchingGroup {
  filterPartitionsByNode(
    nodeId: number,
    assigned: readonly TopicPartitions[],
  ): readonly TopicPartitions[];
}

/** The module of kafkajs that {@linkcode rotateFetches} corrects. */
export const corrects = "kafkajs/src/consumer/consumerGroup.js";

/**
 * Begins each fetch with another partition.
 *
 * A broker fills its answer in the order in which it is asked, up to the bytes of the whole, and the
 * original asks in the same order each time: while the first partitions have more than that, the
 * others get nothing.
 */
export function rotateFetches({ prototype }: { readonly prototype: FetchingGroup }): void {
  const original = prototype.filterPartitionsByNode;
  const turns = new WeakMap<FetchingGroup, number>();
  prototype.filterPartitionsByNode = function rotated(nodeId, assigned) {
    const turn = turns.get(this) ?? 0;
    turns.set(this, turn + 1);
    return original.call(this, nodeId, assigned).map(({ topic, partitions }) => {
      const first = partitions.length === 0 ? 0 : turn % partitions.length;
      return { topic, partitions: [...partitions.slice(first), ...partitions.slice(0, first)] };
    });
  };
}
