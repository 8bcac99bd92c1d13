import type { KafkajsBroker, KafkajsCluster } from "./internals.ts";

/** The partitions of a topic, according to the cluster's current metadata. */
export async function partitionsOf(cluster: KafkajsCluster, topic: string): Promise<number[]> {
  await cluster.addTargetTopic(topic);
  await cluster.refreshMetadataIfNecessary();
  return cluster.findTopicPartitionMetadata(topic).map(({ partitionId }) => partitionId);
}

/** Asks each broker once, about all partitions of a topic that it leads, and joins the answers. */
export async function askLeaders<T>(
  cluster: KafkajsCluster,
  topic: string,
  partitions: readonly number[],
  ask: (broker: KafkajsBroker, led: readonly number[]) => Promise<readonly T[]>,
): Promise<T[]> {
  const leaders = cluster.findLeaderForPartitions(topic, partitions);
  const answers = await Promise.all(
    Object.entries(leaders).map(async ([nodeId, led]) =>
      await ask(await cluster.findBroker({ nodeId }), led)
    ),
  );
  return answers.flat();
}
