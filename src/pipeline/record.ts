import type { RecordTime } from "./record_time.ts";

/** A Kafka header; Kafka allows the same name twice and a null value. */
export type Header = readonly [name: string, value: Uint8Array | null];

/** Where a key and a value lie among other bytes; what is null ends before it begins. */
export interface RecordPlace {
  readonly bytes: Uint8Array;
  readonly keyStart: number;
  readonly keyEnd: number;
  readonly valueStart: number;
  readonly valueEnd: number;
}

/** One record as the broker delivers it. A null value is a tombstone. */
export interface InputRecord {
  readonly offset: number;
  /** The record's Kafka timestamp, milliseconds since the epoch. */
  readonly timestamp: RecordTime;
  readonly key: Uint8Array | null;
  readonly value: Uint8Array | null;
  readonly headers: readonly Header[];
  /** Where key and value lie, if that is known: to read them there saves making a view of each. */
  readonly place?: RecordPlace;
}

/** Records of one partition, in offset order, without gaps that carry data. */
export interface InputBatch {
  readonly topic: string;
  readonly partition: number;
  readonly records: readonly InputRecord[];
  /** Up to where the partition was written when the batch was fetched, if that is known. */
  readonly logEnd?: number;
  /** Whether the output was found to refuse a record's timestamp; without it, it takes any. */
  readonly refuses?: (record: InputRecord) => boolean;
}

/** One record to write; the partition is always named, so a retry can never move it. */
export interface OutputRecord {
  readonly topic: string;
  readonly partition: number;
  readonly key: Uint8Array | null;
  readonly value: Uint8Array | null;
  readonly headers: readonly Header[];
  /** Milliseconds since the epoch. */
  readonly timestamp: RecordTime;
  /** Where key and value lie, if that is known, as for {@linkcode InputRecord}. */
  readonly place?: RecordPlace;
}
