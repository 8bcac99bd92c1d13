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
  /** The aborted transactions among these records; none for read_uncommitted. */
  readonly abortedTransactions: readonly AbortedTransaction[];
  /** The record batches, and where they end. */
  readonly messages: FetchedRecords;
}

/** Some of the records of a {@linkcode Batch}, and the position after them. */
export interface BatchSlice {
  /** In the order of the log. */
  readonly records: readonly FetchedRecord[];
  /** After the last slice, it also skips markers and aborted records. */
  readonly nextOffset: number;
}

/**
 * The result of a fetch for one partition: the committed records from the position on, and how far the
 * position moves.
 *
 * A fetch moves the position also past control records, aborted records and batches that compaction has
 * emptied. If only records moved it, the committed offset would stay behind aborted records at the end
 * of a log, and an emptied batch would be fetched for ever.
 */
export class Batch {
  /** The topic's name. */
  readonly topic: string;
  /** The partition's number in its topic. */
  readonly partition: number;
  /** The end of the log that is replicated, an int64. */
  readonly highWatermark: string;
  /** The requested offset, an int64. */
  readonly fetchedOffset: string;
  /** The offset to fetch next. */
  readonly nextOffset: number;
  readonly #fetchedPosition: number;
  readonly #batches: readonly RecordBatch[];

  /** Wraps a fetch from `fetchedOffset` on. */
  constructor(topic: string, fetchedOffset: string, fetched: FetchedPartition) {
    const { messages: { batches, nextOffset }, abortedTransactions } = fetched;
    this.topic = topic;
    this.partition = fetched.partition;
    this.highWatermark = fetched.highWatermark;
    this.fetchedOffset = fetchedOffset;
    this.#fetchedPosition = Number(fetchedOffset);
    this.nextOffset = Math.max(this.#fetchedPosition, nextOffset ?? 0);
    this.#batches = filterAbortedBatches(batches, abortedTransactions)
      .filter(({ context, count }) => !context.isControlBatch && count !== 0);
  }

  /** All data records of committed transactions, in the order of the log. */
  records(): FetchedRecord[] {
    return this.#batches.flatMap((batch) => batch.recordsFrom(this.#fetchedPosition));
  }

  /**
   * The same in slices of at most `maxRecords`, each made on demand: a compressed fetch can contain a
   * million records. Without records there is one slice, which only moves the position.
   */
  *slices(maxRecords: number): Generator<BatchSlice, undefined> {
    let records: FetchedRecord[] = [];
    for (const batch of this.#batches) {
      for (const record of batch.recordsFrom(this.#fetchedPosition)) records.push(record);
      let start = 0;
      for (; records.length - start > maxRecords; start += maxRecords) {
        const slice = records.slice(start, start + maxRecords);
        yield { records: slice, nextOffset: slice.at(-1)!.offset + 1 };
      }
      if (start > 0) records = records.slice(start);
    }
    yield { records, nextOffset: this.nextOffset };
  }

  /** Whether there is nothing to do: no record, and no new position. */
  isEmpty(): boolean {
    return this.nextOffset === this.#fetchedPosition;
  }

  /** The last offset that this batch covers, whether or not a record is there. */
  lastOffset(): string {
    return (this.nextOffset - 1).toString();
  }
}
