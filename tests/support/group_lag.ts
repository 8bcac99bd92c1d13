import type { Admin } from "kafkajs";
import type { ClusterClient } from "../../src/kafka/cluster.ts";

const maxAttempts = 20;
const pauseMs = 250;

/** How many offsets of a topic a group has not committed, including open transactions. */
export async function groupLag(
  admin: Admin,
  cluster: ClusterClient,
  groupId: string,
  topic: string,
): Promise<number> {
  const ends = await logEnds(admin, cluster, topic);
  const starts = await offsetsOf(admin, topic);
  const [group] = await admin.fetchOffsets({ groupId, topics: [topic] });
  const committed = new Map(group?.partitions.map((p) => [p.partition, Number(p.offset)]));
  return starts.reduce((lag, { partition, low }) => {
    const offset = committed.get(partition) ?? -1;
    return lag + (ends.get(partition) ?? 0) - (offset < 0 ? Number(low) : offset);
  }, 0);
}

/**
 * The offset after the last record of each partition. What kafkajs calls `high` is the last stable
 * offset, before transactions that are committed but still lack their markers. A lag measured by it is
 * zero too early.
 */
export async function logEnds(
  admin: Admin,
  cluster: ClusterClient,
  topic: string,
): Promise<ReadonlyMap<number, number>> {
  const partitions = await offsetsOf(admin, topic);
  return new Map(
    await Promise.all(
      partitions.map(async ({ partition }) =>
        [partition, await cluster.highWatermark(topic, partition)] as const
      ),
    ),
  );
}

/** kafkajs fails if a leader moves during its request. */
async function offsetsOf(admin: Admin, topic: string) {
  for (let attempt = 1;; attempt++) {
    try {
      return await admin.fetchTopicOffsets(topic);
    } catch (error) {
      if (!(error instanceof TypeError) || attempt === maxAttempts) throw error;
      await new Promise((resolve) => setTimeout(resolve, pauseMs));
    }
  }
}
