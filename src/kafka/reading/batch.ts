import type { FetchedRecord } from "./fetched_record.ts";
import type { FetchedRecords } from "./fetched_records.ts";
import { type AbortedTransaction, filterAbortedBatches } from "./filter_aborted_messages.ts";
import type { RecordBatch } from "./record_batch_decoder.ts";

/** One partition of a fetch response. */
export interface FetchedPartition {
  /** The partition's number in its topic. */
  readonly partition: number;
  /** The end of the log that is replicated, an int64. */
  readonly highWatermark: string;
  /** Transactions of these records that did not happen; none for read_uncommitted. */
  readonly abortedTransactions: readonly AbortedTransaction[];
  /** The record batches, and where they end. */
  readonly messages: FetchedRecords;
}

/** Some of the records of a {@linkcode Batch}, and where the position stands behind them. */
export interface BatchSlice {
  /** In the order of the log. */
  readonly records: readonly FetchedRecord[];
  /** Behind the last slice it is past markers and aborted records, too. */
  readonly nextOffset: number;
}

/** The module of kafkajs that {@linkcode Batch} stands for. */
export const standsFor = "kafkajs/src/consumer/batch.js";

/**
 * What one fetch brought for one partition, as a handler gets it: the records of committed
 * transactions from the position on, and how far the position moves.
 *
 * The original measures progress by records. A fetch with control or aborted records only moves it
 * in memory and never reaches the handler, so the group's offset and its lag stay behind for as long
 * as nothing else arrives; a fetch with an empty batch of a compacted log does not move it at all,
 * and the consumer asks for the same batch for ever. Here every fetch that moves the position is
 * delivered, with or without records, and the handler commits `nextOffset`. It is for `eachBatch`:
 * `eachMessage` has nothing to call for a batch without records and would stay where it is.
 */
export class Batch {
  /** The topic's name. */
  readonly topic: string;
  /** The partition's number in its topic. */
  readonly partition: number;
  /** The end of the log that is replicated, an int64. */
  readonly highWatermark: string;
  /** The offset that was asked for, as kafkajs keeps it. */
  readonly fetchedOffset: string;
  /** The offset that was asked for. */
  readonly fetchedPosition: number;
  /** The offset to ask for next. */
  readonly nextOffset: number;
  /** For kafkajs' events, which tell how many there are; those before the position count, too. */
  readonly messages: { readonly length: number };
  readonly #batches: readonly RecordBatch[];

  /** Takes what was fetched from `fetchedOffset` on. */
  constructor(topic: string, fetchedOffset: string, fetched: FetchedPartition) {
    const { messages: { batches, nextOffset }, abortedTransactions } = fetched;
    this.topic = topic;
    this.partition = fetched.partition;
    this.highWatermark = fetched.highWatermark;
    this.fetchedOffset = fetchedOffset;
    this.fetchedPosition = Number(fetchedOffset);
    this.nextOffset = Math.max(this.fetchedPosition, nextOffset ?? 0);
    this.#batches = filterAbortedBatches(batches, abortedTransactions)
      .filter(({ context, count }) => !context.isControlBatch && count !== 0);
    this.messages = { length: this.#batches.reduce((sum, { count }) => sum + count, 0) };
  }

  /** All data records of committed transactions, in the order of the log. */
  records(): FetchedRecord[] {
    return this.#batches.flatMap((batch) => batch.recordsFrom(this.fetchedPosition));
  }

  /**
   * The same in slices of at most so many records, each made when it is asked for: a compressed fetch
   * can hold a million. Without records there is one slice, which only moves the position.
   */
  *slices(maxRecords: number): Generator<BatchSlice, undefined> {
    let records: FetchedRecord[] = [];
    for (const batch of this.#batches) {
      for (const record of batch.recordsFrom(this.fetchedPosition)) records.push(record);
      let start = 0;
      for (; records.length - start > maxRecords; start += maxRecords) {
        const slice = records.slice(start, start + maxRecords);
        yield { records: slice, nextOffset: slice.at(-1)!.offset + 1 };
      }
      if (start > 0) records = records.slice(start);
    }
    yield { records, nextOffset: this.nextOffset };
  }

  /** Whether there is nothing to do: no record and no way forward. */
  isEmpty(): boolean {
    return this.nextOffset === this.fetchedPosition;
  }

  /** Never: kafkajs would resolve such a batch without telling the handler. */
  isEmptyDueToFiltering(): boolean {
    return false;
  }

  /** The first offset that records cover, whatever compaction took there; null without records. */
  firstOffset(): string | null {
    const [first] = this.#batches;
    return first ? Math.max(first.context.firstOffset, this.fetchedPosition).toString() : null;
  }

  /** The last offset that this batch covers, whether or not a record is there. */
  lastOffset(): string {
    return (this.nextOffset - 1).toString();
  }

  /** How many offsets of the log come after this batch. */
  offsetLag(): string {
    return (Number(this.highWatermark) - this.nextOffset).toString();
  }

  /** How many offsets of the log come after the first one; 0 without records. */
  offsetLagLow(): string {
    const first = this.firstOffset();
    return first === null ? "0" : (Number(this.highWatermark) - 1 - Number(first)).toString();
  }
}
