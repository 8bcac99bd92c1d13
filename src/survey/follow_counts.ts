import type avro from "avsc";
import type { ClusterClient, LogRange } from "../kafka/cluster.ts";
import type { Codecs } from "../pipeline/avro_codec.ts";
import type { CountEntry } from "../pipeline/count_entry.ts";
import { readCount } from "../pipeline/count_record.ts";
import { hasKey } from "../pipeline/marker.ts";
import type { InputBatch, InputRecord } from "../pipeline/record.ts";
import { TextMap } from "../pipeline/text_map.ts";
import type { CommittedCounts } from "./committed_counts.ts";

/** Where counts are read from. */
export interface CountSource {
  readonly cluster: ClusterClient;
  readonly topic: string;
  readonly reader: avro.Type;
  readonly codecsFor: (batch: InputBatch, reader: avro.Type) => Codecs | Promise<Codecs>;
}

// A locale may begin with U+FEFF: a decoder that swallows it makes two counts one.
const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

/**
 * Reads the committed counts of a topic from the given positions, or from its start, and never
 * ends; it updates the positions. It awaits `pause` between fetches. Each key is decoded once per
 * fetch, so a longer pause means fewer outdated counts decoded. `pause` receives whether the topic
 * still holds records from before the call.
 */
export async function followCounts(
  source: CountSource,
  counts: CommittedCounts,
  positions: Map<number, number>,
  pause: (isBehind: boolean) => Promise<void>,
): Promise<never> {
  const { cluster, topic } = source;
  const count = await cluster.partitionCount(topic);
  const partitions = Array.from({ length: count }, (_, partition) => partition);
  const ranges = await Promise.all(partitions.map((one) => cluster.range(topic, one)));
  if (ranges.some((range, partition) => isOutside(positions.get(partition), range))) {
    // The topic was recreated, or it no longer holds the position that was read last.
    positions.clear();
    counts.clear();
  }
  const ends = new Map(ranges.map(({ end }, partition) => [partition, end]));
  const from = new Map(
    ranges.map(({ start }, partition) => [partition, positions.get(partition) ?? start]),
  );
  const fetched = new Set<number>();
  for await (const { partition, records, position } of cluster.read(topic, from)) {
    await take(source, counts, partition, records);
    positions.set(partition, position);
    if (position >= (ends.get(partition) ?? 0)) ends.delete(partition);
    fetched.add(partition);
    if (fetched.size < count) continue; // more of this fetch follows
    fetched.clear();
    await pause(ends.size > 0);
  }
  throw new Error("a followed log has no end");
}

function isOutside(position: number | undefined, { start, end }: LogRange): boolean {
  return position !== undefined && (position < start || position > end);
}

async function take(
  { topic, reader, codecsFor }: CountSource,
  counts: CommittedCounts,
  partition: number,
  records: readonly InputRecord[],
): Promise<void> {
  const latest = new TextMap<{ key: string; record: InputRecord }>();
  for (const record of records) {
    if (!hasKey(record)) continue;
    const key = decoder.decode(record.key);
    latest.set(key, { key, record });
  }
  if (latest.size === 0) return;
  const read = [...latest.values()];
  const batch = { topic, partition, records: read.map(({ record }) => record) };
  const codecs = await codecsFor(batch, reader);
  for (const { key, record } of read) counts.put(key, entryOf(key, record.value, codecs));
}

/** The count in a record; null for a tombstone, and for a value that is not a count. */
function entryOf(key: string, value: Uint8Array | null, codecs: Codecs): CountEntry | null {
  if (value === null) return null;
  try {
    return readCount(key, value, codecs);
  } catch {
    return null;
  }
}
