import type { Buffer } from "node:buffer";
import type { Header, RecordPlace } from "../../pipeline/record.ts";
import type { RecordTime } from "../../pipeline/record_time.ts";

/** What the records of one record batch have in common; named as in the Kafka protocol. */
export interface BatchContext {
  /** The offset that the deltas of records count from. */
  readonly firstOffset: number;
  /** How far the batch reaches, whatever compaction took from it. */
  readonly lastOffsetDelta: number;
  /** The leader's term in which the batch was written. */
  readonly partitionLeaderEpoch: number;
  /** The timestamp that the deltas of records count from, milliseconds since the epoch. */
  readonly firstTimestamp: RecordTime;
  /** The latest timestamp, or the broker's for all records. */
  readonly maxTimestamp: RecordTime;
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

/** Where the key and the value of a record lie in a response. */
export interface FetchedPlace extends RecordPlace {
  readonly bytes: Buffer;
}

/**
 * One record as it was fetched. Nothing of the response is copied, and a view is made only of what is
 * asked for: to make one takes longer than to read a record.
 */
export class FetchedRecord implements FetchedPlace {
  /** The record's place in its partition. */
  readonly offset: number;
  /** Milliseconds since the epoch; -1 for none. */
  readonly timestamp: RecordTime;
  /** The response, or what was compressed in it. */
  readonly bytes: Buffer;
  /** Where the key begins. */
  readonly keyStart: number;
  /** Where the key ends; before its start when there is none. */
  readonly keyEnd: number;
  /** Where the value begins. */
  readonly valueStart: number;
  /** Where the value ends; before its start when there is none. */
  readonly valueEnd: number;
  /** In the order of the producer, repeated names included. */
  readonly headers: readonly Header[];
  /** What it has in common with the records of its batch. */
  readonly batchContext: BatchContext;

  /** A record whose fields are known. */
  constructor(
    offset: number,
    timestamp: RecordTime,
    place: FetchedPlace,
    headers: readonly Header[],
    batchContext: BatchContext,
  ) {
    this.offset = offset;
    this.timestamp = timestamp;
    this.bytes = place.bytes;
    this.keyStart = place.keyStart;
    this.keyEnd = place.keyEnd;
    this.valueStart = place.valueStart;
    this.valueEnd = place.valueEnd;
    this.headers = headers;
    this.batchContext = batchContext;
  }

  /** A view of the key; null when the producer gave none. */
  get key(): Buffer | null {
    const { keyStart, keyEnd } = this;
    return keyEnd < keyStart ? null : this.bytes.subarray(keyStart, keyEnd);
  }

  /** A view of the value; null in a tombstone. */
  get value(): Buffer | null {
    const { valueStart, valueEnd } = this;
    return valueEnd < valueStart ? null : this.bytes.subarray(valueStart, valueEnd);
  }

  /** The record itself. */
  get place(): FetchedPlace {
    return this;
  }

  /** Whether the broker wrote this record to end a transaction. */
  get isControlRecord(): boolean {
    return this.batchContext.isControlBatch;
  }
}
