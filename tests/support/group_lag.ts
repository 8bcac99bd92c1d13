import type { ClusterClient } from "../../src/kafka/cluster.ts";

/** How many offsets of a topic a group has not committed yet. */
export async function groupLag(
  cluster: ClusterClient,
  groupId: string,
  topic: string,
): Promise<number> {
  const partitions = Array.from({ length: await cluster.partitionCount(topic) }, (_, p) => p);
  const lags = await Promise.all(partitions.map(async (partition) => {
    const { start, end } = await cluster.range(topic, partition);
    const committed = await cluster.committed(groupId, topic, partition);
    return end - (committed?.offset ?? start);
  }));
  return lags.reduce((sum, lag) => sum + lag, 0);
}
