import type { Admin } from "kafkajs";
import type { ClusterClient } from "../../src/kafka/cluster.ts";

/** How many offsets of a topic a group has not committed yet, open transactions included. */
export async function groupLag(
  admin: Admin,
  cluster: ClusterClient,
  groupId: string,
  topic: string,
): Promise<number> {
  const ends = await logEnds(admin, cluster, topic);
  const starts = await admin.fetchTopicOffsets(topic);
  const [group] = await admin.fetchOffsets({ groupId, topics: [topic] });
  const committed = new Map(group?.partitions.map((p) => [p.partition, Number(p.offset)]));
  return starts.reduce((lag, { partition, low }) => {
    const offset = committed.get(partition) ?? -1;
    return lag + (ends.get(partition) ?? 0) - (offset < 0 ? Number(low) : offset);
  }, 0);
}

/**
 * The offset behind the last record of each partition. What kafkajs calls `high` is the last stable
 * offset, in front of transactions that are committed and still get their markers: a lag measured by
 * that is zero too early.
 */
export async function logEnds(
  admin: Admin,
  cluster: ClusterClient,
  topic: string,
): Promise<ReadonlyMap<number, number>> {
  const partitions = await admin.fetchTopicOffsets(topic);
  return new Map(
    await Promise.all(
      partitions.map(async ({ partition }) =>
        [partition, await cluster.highWatermark(topic, partition)] as const
      ),
    ),
  );
}
