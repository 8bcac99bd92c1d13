import type { Buffer } from "node:buffer";
import type { Header } from "../../pipeline/record.ts";

/** What the records of one record batch have in common; named as in the Kafka protocol. */
export interface BatchContext {
  readonly firstOffset: number;
  readonly lastOffsetDelta: number;
  readonly partitionLeaderEpoch: number;
  readonly firstTimestamp: number;
  readonly maxTimestamp: number;
  readonly isLogAppendTime: boolean;
  /** An int64 in decimal, as in the list of aborted transactions. */
  readonly producerId: string;
  readonly producerEpoch: number;
  readonly firstSequence: number;
  readonly inTransaction: boolean;
  readonly isControlBatch: boolean;
}

/** One record as it was fetched; its bytes are views of the response, nothing is copied. */
export class FetchedRecord {
  readonly offset: number;
  readonly timestamp: number;
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  readonly headers: readonly Header[];
  readonly batchContext: BatchContext;

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
