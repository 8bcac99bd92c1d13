import type { Buffer } from "node:buffer";
import type { Header, RecordPlace } from "../../pipeline/record.ts";
import type { RecordTime } from "../../pipeline/record_time.ts";

/** The header fields of a record batch, with their names in the Kafka protocol. */
export interface BatchContext {
  /** The offset to which the records' offset deltas are added. */
  readonly firstOffset: number;
  /** The distance to its last offset, even if compaction removed that record. */
  readonly lastOffsetDelta: number;
  /** The leader's term in which the batch was written. */
  readonly partitionLeaderEpoch: number;
  /** The timestamp to which the records' deltas are added, in milliseconds since the epoch. */
  readonly firstTimestamp: RecordTime;
  /** The latest timestamp, or the broker's for all records. */
  readonly maxTimestamp: RecordTime;
  /** Whether the broker's time applies to all records. */
  readonly isLogAppendTime: boolean;
  /** An int64 in decimal, as in the list of aborted transactions. */
  readonly producerId: string;
  /** Rises with each takeover of the producer id. */
  readonly producerEpoch: number;
  /** The first record's place in the producer's sequence; -1 for a producer that is not idempotent. */
  readonly firstSequence: number;
  /** Whether the records count only once their transaction is committed. */
  readonly inTransaction: boolean;
  /** Whether the broker wrote the batch to end a transaction. */
  readonly isControlBatch: boolean;
}

/** The positions of a record's key and value in a response. */
export interface FetchedPlace extends RecordPlace {
  readonly bytes: Buffer;
}

/**
 * A fetched record. It copies nothing from the response, and creates a view of the key or value only on
 * demand, because creating a view takes longer than reading a record.
 */
export class FetchedRecord implements FetchedPlace {
  /** The record's offset in its partition. */
  readonly offset: number;
  /** Milliseconds since the epoch; -1 for none. */
  readonly timestamp: RecordTime;
  /** The response, or its decompressed records. */
  readonly bytes: Buffer;
  /** Where the key begins. */
  readonly keyStart: number;
  /** Where the key ends; before its start if there is none. */
  readonly keyEnd: number;
  /** Where the value begins. */
  readonly valueStart: number;
  /** Where the value ends; before its start if there is none. */
  readonly valueEnd: number;
  /** In the order of the producer, repeated names included. */
  readonly headers: readonly Header[];
  /** The header fields of its batch. */
  readonly batchContext: BatchContext;

  /** Creates a record from its fields. */
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

  /** A view of the key; null if the record has none. */
  get key(): Buffer | null {
    const { keyStart, keyEnd } = this;
    return keyEnd < keyStart ? null : this.bytes.subarray(keyStart, keyEnd);
  }

  /** A view of the value; null for a tombstone. */
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
