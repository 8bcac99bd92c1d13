import type { FetchedRecord } from "./fetched_record.ts";
import type { FetchedRecords } from "./fetched_records.ts";
import { type AbortedTransaction, filterAbortedMessages } from "./filter_aborted_messages.ts";

/** One partition of a fetch response. */
export interface FetchedPartition {
  /** The partition's number in its topic. */
  readonly partition: number;
  /** The end of the log that is replicated, an int64. */
  readonly highWatermark: string;
  /** Transactions of these records that did not happen; none for read_uncommitted. */
  readonly abortedTransactions: readonly AbortedTransaction[];
  /** The records, and where they end. */
  readonly messages: FetchedRecords;
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
 * delivered, with or without messages, and the handler commits `nextOffset`. It is for `eachBatch`:
 * `eachMessage` has nothing to call for a batch without messages and would stay where it is.
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
  /** Data records of committed transactions, in the order of the log. */
  readonly messages: readonly FetchedRecord[];

  /** Takes what was fetched from `fetchedOffset` on. */
  constructor(topic: string, fetchedOffset: string, fetched: FetchedPartition) {
    const { messages: { records, nextOffset }, abortedTransactions } = fetched;
    this.topic = topic;
    this.partition = fetched.partition;
    this.highWatermark = fetched.highWatermark;
    this.fetchedOffset = fetchedOffset;
    this.fetchedPosition = Number(fetchedOffset);
    this.nextOffset = Math.max(this.fetchedPosition, nextOffset ?? 0);
    // A fetch begins with the whole batch that holds the offset asked for, earlier records included.
    this.messages = filterAbortedMessages({ messages: records, abortedTransactions })
      .filter((record) => record.offset >= this.fetchedPosition && !record.isControlRecord);
  }

  /** Whether there is nothing to do: no message and no way forward. */
  isEmpty(): boolean {
    return this.nextOffset === this.fetchedPosition;
  }

  /** Never: kafkajs would resolve such a batch without telling the handler. */
  isEmptyDueToFiltering(): boolean {
    return false;
  }

  /** The offset of the first message, or null when there is none. */
  firstOffset(): string | null {
    return this.messages[0]?.offset.toString() ?? null;
  }

  /** The last offset that this batch covers, whether or not a message is there. */
  lastOffset(): string {
    return (this.nextOffset - 1).toString();
  }

  /** How many offsets of the log come after this batch. */
  offsetLag(): string {
    return (Number(this.highWatermark) - this.nextOffset).toString();
  }

  /** How many offsets of the log come after its first message; 0 without messages. */
  offsetLagLow(): string {
    const first = this.messages[0];
    return first ? (Number(this.highWatermark) - 1 - first.offset).toString() : "0";
  }
}
