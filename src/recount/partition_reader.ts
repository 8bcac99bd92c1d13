import type { ClusterClient } from "../kafka/cluster.ts";
import type { InputRecord } from "../pipeline/record.ts";

/** A part of a partition: from an offset up to, not including, another. */
export interface Extent {
  readonly topic: string;
  readonly partition: number;
  readonly start: number;
  readonly end: number;
}

/** Reads the committed records of an extent, as many at a time as a fetch brings. */
export async function* readExtent(
  cluster: ClusterClient,
  { topic, partition, start, end }: Extent,
  progress: (records: number) => void,
): AsyncGenerator<readonly InputRecord[]> {
  if (start >= end) return;
  for await (const { records, position } of cluster.read(topic, new Map([[partition, start]]))) {
    const within = records.filter(({ offset }) => offset < end);
    progress(within.length);
    if (within.length > 0) yield within;
    if (position >= end) return;
  }
}
