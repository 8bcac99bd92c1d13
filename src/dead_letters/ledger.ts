import { FatalError } from "../errors.ts";
import { hasKey, markerKey } from "../pipeline/marker.ts";
import { partitionOf } from "../pipeline/partition.ts";
import type { InputRecord, OutputRecord } from "../pipeline/record.ts";
import { timeText } from "../pipeline/record_time.ts";
import { type Coordinate, coordinateText, parseCoordinate } from "./coordinate.ts";

/** The topic of the ledger of replays. */
export interface LedgerTopic {
  readonly topic: string;
  readonly partitionCount: number;
}

/** An entry of the ledger: a dead letter, and where and when it was replayed. */
export interface LedgerEntry {
  readonly letter: Coordinate;
  readonly sentTo: string;
  readonly sentAt: string;
}

const encoder = new TextEncoder();
const text = new TextDecoder();

/** The entry of a replay. Its key is the dead letter, so compaction keeps one entry for each. */
export function ledgerRecord(
  { topic, partitionCount }: LedgerTopic,
  letter: Coordinate,
  replayed: Pick<OutputRecord, "topic" | "partition" | "timestamp">,
): OutputRecord {
  const key = encoder.encode(coordinateText(letter));
  const { timestamp } = replayed;
  const value = encoder.encode(JSON.stringify({
    sent_to: `${replayed.topic}/${replayed.partition}`,
    sent_at: timeText(timestamp),
  }));
  const partition = partitionOf(key, partitionCount);
  return { topic, partition, key, value, headers: [], timestamp };
}

/** An end marker for each partition: a tombstone with the empty key. */
export function markers(
  { topic, partitionCount }: LedgerTopic,
  timestamp: number,
): OutputRecord[] {
  return Array.from({ length: partitionCount }, (_, partition) => {
    return { topic, partition, key: markerKey, value: null, headers: [], timestamp };
  });
}

/** Reads an entry; null for an end marker. Throws FatalError for any other record. */
export function readEntry(ledger: string, record: InputRecord): LedgerEntry | null {
  if (!hasKey(record)) return null;
  const { key, value, offset } = record;
  const letter = parseCoordinate(text.decode(key));
  const said = value === null ? null : parseObject(text.decode(value));
  if (letter === null || said === null) {
    throw new FatalError(
      `Cannot read the ledger of replays: the record at offset ${offset} of ${ledger} is not an entry`,
      "find out which other program writes to this topic",
    );
  }
  return { letter, sentTo: String(said["sent_to"]), sentAt: String(said["sent_at"]) };
}

function parseObject(json: string): Readonly<Record<string, unknown>> | null {
  try {
    const value: unknown = JSON.parse(json);
    return typeof value === "object" ? value as Record<string, unknown> | null : null;
  } catch {
    return null;
  }
}
