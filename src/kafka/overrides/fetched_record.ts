import type { Buffer } from "node:buffer";
import type { Header } from "../../pipeline/record.ts";

/** What the records of one record batch have in common; named as in the Kafka protocol. */
export interface BatchContext {
  /** The offset that the deltas of records count from. */
  readonly firstOffset: number;
  /** How far the batch reaches, whatever compaction took from it. */
  readonly lastOffsetDelta: number;
  /** The leader's term in which the batch was written. */
  readonly partitionLeaderEpoch: number;
  /** The timestamp that the deltas of records count from, milliseconds since the epoch. */
  readonly firstTimestamp: number;
  /** The latest timestamp, or the broker's for all records. */
  readonly maxTimestamp: number;
  /** Whether the broker's time counts for all records. */
  readonly isLogAppendTime: boolean;
  /** An int64 in decimal, as in the list of aborted transactions. */
  readonly producerId: string;
  /** Rises each time that the producer's id is taken over. */
  readonly producerEpoch: number;
  /** The first record's place in the producer's sequence; -1 for a producer that is not idempotent. */
  readonly firstSequence: number;
  /** Whether the records count only once their transaction is committed. */
  readonly inTransaction: boolean;
  /** Whether the broker wrote the batch to end a transaction. */
  readonly isControlBatch: boolean;
}

/** One record as it was fetched; its bytes are views of the response, nothing is copied. */
export class FetchedRecord {
  /** The record's place in its partition. */
  readonly offset: number;
  /** Milliseconds since the epoch; -1 for none. */
  readonly timestamp: number;
  /** Null when the producer gave none. */
  readonly key: Buffer | null;
  /** Null in a tombstone. */
  readonly value: Buffer | null;
  /** In the order of the producer, repeated names included. */
  readonly headers: readonly Header[];
  /** What it has in common with the records of its batch. */
  readonly batchContext: BatchContext;

  /** A record whose fields are known. */
  constructor(
    offset: number,
    timestamp: number,
    key: Buffer | null,
    value: Buffer | null,
    headers: readonly Header[],
    batchContext: BatchContext,
  ) {
    this.offset = offset;
    this.timestamp = timestamp;
    this.key = key;
    this.value = value;
    this.headers = headers;
    this.batchContext = batchContext;
  }

  /** Whether the broker wrote this record to end a transaction. */
  get isControlRecord(): boolean {
    return this.batchContext.isControlBatch;
  }
}
