import type { ClusterClient, LogRange } from "../kafka/cluster.ts";
import type { InputRecord } from "../pipeline/record.ts";

/** A record and the partition it lies in. */
export interface TopicRecord {
  readonly topic: string;
  readonly partition: number;
  readonly record: InputRecord;
}

/** Which part of a topic is read. */
export interface ReadingRange {
  readonly fromBeginning: boolean;
  /** Whether to go on behind the end that the topic had when reading began. */
  readonly follow: boolean;
}

/**
 * Reads the committed records of a topic, each partition in its order; ends at the end that the
 * topic had when reading began, or never.
 */
export async function* readTopic(
  cluster: ClusterClient,
  topic: string,
  { fromBeginning, follow }: ReadingRange,
): AsyncGenerator<TopicRecord> {
  const ranges = await rangesOf(cluster, topic);
  const from = new Map<number, number>();
  const unfinished = new Set<number>();
  for (const [partition, { start, end }] of ranges.entries()) {
    const first = fromBeginning ? start : end;
    if (follow || first < end) from.set(partition, first);
    if (first < end) unfinished.add(partition);
  }
  if (from.size === 0) return;
  for await (const { partition, records, position } of cluster.read(topic, from)) {
    const end = follow ? Infinity : ranges[partition]?.end ?? 0;
    for (const record of records) {
      if (record.offset < end) yield { topic, partition, record };
    }
    if (position >= end) unfinished.delete(partition);
    if (!follow && unfinished.size === 0) return;
  }
}

/** What each partition of a topic holds. */
export async function rangesOf(cluster: ClusterClient, topic: string): Promise<LogRange[]> {
  const count = await cluster.partitionCount(topic);
  const partitions = Array.from({ length: count }, (_, partition) => partition);
  return await Promise.all(partitions.map((partition) => cluster.range(topic, partition)));
}
