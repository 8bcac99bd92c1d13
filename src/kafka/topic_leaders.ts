import type { KafkajsBroker, KafkajsCluster } from "./internals.ts";

/** Partition to node id, by topic; made once for each metadata that kafkajs receives. */
const indexes = new WeakMap<object, Map<string, ReadonlyMap<number, string>>>();

/** The partitions of a topic, according to the cluster's current metadata. */
export async function partitionsOf(cluster: KafkajsCluster, topic: string): Promise<number[]> {
  await cluster.addTargetTopic(topic);
  await cluster.refreshMetadataIfNecessary();
  return cluster.findTopicPartitionMetadata(topic).map(({ partitionId }) => partitionId);
}

/**
 * The node id of each partition's leader, "-1" without a leader. kafkajs searches its metadata once per
 * partition, which takes seconds for a thousand partitions.
 */
export function leadersOf(cluster: KafkajsCluster, topic: string): ReadonlyMap<number, string> {
  const { metadata } = cluster.brokerPool;
  if (metadata === null) return new Map();
  const topics = indexes.get(metadata) ?? new Map<string, ReadonlyMap<number, string>>();
  indexes.set(metadata, topics);
  const known = topics.get(topic);
  if (known !== undefined) return known;
  const found = cluster.findTopicPartitionMetadata(topic)
    .map(({ partitionId, leader }) => [partitionId, String(leader)] as const);
  const leaders = new Map(found);
  topics.set(topic, leaders);
  return leaders;
}

/** Groups partitions by the node id of their leader. */
export function byLeader(
  cluster: KafkajsCluster,
  topic: string,
  partitions: Iterable<number>,
): ReadonlyMap<string, number[]> {
  const leaders = leadersOf(cluster, topic);
  return Map.groupBy(partitions, (partition) => leaders.get(partition) ?? noLeader);
}

/** The node id of a leader that does not exist. */
export const noLeader = "-1";

/** Asks each broker once, about all partitions of a topic that it leads, and joins the answers. */
export async function askLeaders<T>(
  cluster: KafkajsCluster,
  topic: string,
  partitions: Iterable<number>,
  ask: (broker: KafkajsBroker, led: readonly number[]) => Promise<readonly T[]>,
): Promise<T[]> {
  const answers = await Promise.all(
    [...byLeader(cluster, topic, partitions)].map(async ([nodeId, led]) =>
      await ask(await cluster.findBroker({ nodeId }), led)
    ),
  );
  return answers.flat();
}
