import type { Admin } from "kafkajs";

/** How many offsets of a topic a group has not committed yet. */
export async function groupLag(admin: Admin, groupId: string, topic: string): Promise<number> {
  const ends = await admin.fetchTopicOffsets(topic);
  const [group] = await admin.fetchOffsets({ groupId, topics: [topic] });
  const committed = new Map(group?.partitions.map((p) => [p.partition, Number(p.offset)]));
  return ends.reduce((lag, { partition, low, high }) => {
    const offset = committed.get(partition) ?? -1;
    return lag + Number(high) - (offset < 0 ? Number(low) : offset);
  }, 0);
}
