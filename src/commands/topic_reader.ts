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
 * Reads the committed records of all partitions of a topic, each partition in its order, and hands
 * them over as they come; resolves at the end, or when `take` says that it has enough.
 */
export async function readTopic(
  cluster: ClusterClient,
  topic: string,
  range: ReadingRange,
  take: (record: TopicRecord) => Promise<"more" | "enough">,
): Promise<void> {
  const count = await cluster.partitionCount(topic);
  let isEnough = false;
  const readPartition = async (partition: number) => {
    const log = await cluster.range(topic, partition);
    for await (const { records, position } of read(cluster, topic, partition, log, range)) {
      for (const record of records) {
        if (!range.follow && record.offset >= log.end) return;
        if (isEnough) return;
        isEnough = await take({ topic, partition, record }) === "enough";
      }
      if (isEnough || (!range.follow && position >= log.end)) return;
    }
  };
  await Promise.all(Array.from({ length: count }, (_, partition) => readPartition(partition)));
}

async function* read(
  cluster: ClusterClient,
  topic: string,
  partition: number,
  { start, end }: LogRange,
  { fromBeginning, follow }: ReadingRange,
) {
  const from = fromBeginning ? start : end;
  if (follow || from < end) yield* cluster.read(topic, partition, from);
}
