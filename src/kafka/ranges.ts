import type { InputRecord } from "../pipeline/record.ts";
import type { ClusterClient, LogRange, ReadTurn } from "./cluster.ts";
import type { Positions } from "./position_client.ts";

/** Reads logs without a consumer group. */
export type LogReader = Pick<ClusterClient, "read" | "ranges" | "partitionCount">;

/** By partition, a range of offsets. The end is excluded. */
export type Ranges = ReadonlyMap<number, LogRange>;

/** A range of offsets in one partition. The end is excluded. */
export interface Extent extends LogRange {
  readonly topic: string;
  readonly partition: number;
}

/** A record and its partition. */
export interface TopicRecord {
  readonly topic: string;
  readonly partition: number;
  readonly record: InputRecord;
}

/** The numbers of a topic's partitions. */
export function partitionsOf({ partitionCount }: { readonly partitionCount: number }): number[] {
  return Array.from({ length: partitionCount }, (_, partition) => partition);
}

/** The current range of each partition of a topic. */
export async function rangesOf(cluster: LogReader, topic: string): Promise<Ranges> {
  const partitions = partitionsOf({ partitionCount: await cluster.partitionCount(topic) });
  return await cluster.ranges(topic, partitions);
}

/** The end of each partition of a topic, in the order of their numbers. */
export async function endsOf(cluster: LogReader, topic: string): Promise<number[]> {
  return [...(await rangesOf(cluster, topic)).values()].map(({ end }) => end);
}

/** Reads the committed records in ranges, one fetch of one partition at a time. */
export async function* readRanges(
  cluster: Pick<ClusterClient, "read">,
  topic: string,
  ranges: Ranges,
): AsyncGenerator<ReadTurn> {
  const unfinished = [...ranges].filter(([, { start, end }]) => start < end);
  const positions = new Map(unfinished.map(([partition, { start }]) => [partition, start]));
  if (positions.size === 0) return;
  for await (const turn of cluster.read(topic, positions)) {
    const { end } = ranges.get(turn.partition)!;
    yield { ...turn, records: turn.records.filter(({ offset }) => offset < end) };
    if (turn.position >= end) positions.delete(turn.partition);
  }
}

/** Reads the committed records of an extent, one fetch at a time. */
export async function* readExtent(
  cluster: Pick<ClusterClient, "read">,
  { topic, partition, start, end }: Extent,
  progress: (records: number) => void,
): AsyncGenerator<readonly InputRecord[]> {
  for await (
    const { records } of readRanges(cluster, topic, new Map([[partition, { start, end }]]))
  ) {
    progress(records.length);
    if (records.length > 0) yield records;
  }
}

/** Which part of a topic to read. */
export interface ReadingRange {
  readonly fromBeginning: boolean;
  /** Whether to continue after the end that the topic had at the start. */
  readonly follow: boolean;
}

/** Reads the committed records of a topic, in order within each partition. */
export async function* readTopic(
  cluster: LogReader,
  topic: string,
  { fromBeginning, follow }: ReadingRange,
): AsyncGenerator<TopicRecord> {
  const ranges = new Map(
    [...await rangesOf(cluster, topic)].map(([partition, { start, end }]) => [
      partition,
      { start: fromBeginning ? start : end, end: follow ? Infinity : end },
    ]),
  );
  for await (const { partition, records } of readRanges(cluster, topic, ranges)) {
    for (const record of records) yield { topic, partition, record };
  }
}

/** The committed position of a group in each partition of a topic; null where there is none. */
export async function positionsOf(
  cluster: Pick<ClusterClient, "committed">,
  groupId: string,
  topic: { readonly topic: string; readonly partitionCount: number },
): Promise<Positions> {
  return await Promise.all(
    partitionsOf(topic).map((partition) => cluster.committed(groupId, topic.topic, partition)),
  );
}
