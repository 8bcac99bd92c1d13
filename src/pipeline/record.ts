import type { RecordTime } from "./record_time.ts";

/** A Kafka header; Kafka allows the same name twice and a null value. */
export type Header = readonly [name: string, value: Uint8Array | null];

/** Where a key and a value lie among other bytes; one that is null ends before it begins. */
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
  /** Where key and value lie, if known; reading them there saves two views. */
  readonly place?: RecordPlace;
}

/** Records of one partition, in offset order, without gaps that carry data. */
export interface InputBatch {
  readonly topic: string;
  readonly partition: number;
  readonly records: readonly InputRecord[];
  /** The high watermark of the partition when the batch was fetched, if known. */
  readonly logEnd?: number;
  /** Whether the output topic refuses a record's timestamp; without this, it takes all. */
  readonly refuses?: (record: InputRecord) => boolean;
}

/** One record to write. Its partition is fixed, so that a retry cannot move it. */
export interface OutputRecord {
  readonly topic: string;
  readonly partition: number;
  readonly key: Uint8Array | null;
  readonly value: Uint8Array | null;
  readonly headers: readonly Header[];
  /** Milliseconds since the epoch. */
  readonly timestamp: RecordTime;
  /** Where key and value lie, if known. */
  readonly place?: RecordPlace;
}
