import type { FetchedRecord } from "./fetched_record.ts";

/** A transaction that did not happen, as the broker lists it in a fetch response. */
export interface AbortedTransaction {
  /** An int64 in decimal. */
  readonly producerId: string;
  /** The offset of its first record, an int64 in decimal. */
  readonly firstOffset: string;
}

/** The module of kafkajs that {@linkcode filterAbortedMessages} stands for. */
export const standsFor = "kafkajs/src/consumer/filterAbortedMessages.js";

/**
 * The records that are part of no aborted transaction; the broker's control records stay.
 *
 * The broker lists aborted transactions in any order, and several may begin before the next record
 * that is left. The original takes at most one from the list per record and in the order given: with
 * transactions of two producers interleaved, one is still in the list when its records pass, and
 * they are delivered. It also takes a data record with the key 00 00 00 00 for the end of the
 * transaction, and delivers what follows. Here, as in Java's consumer, all transactions that began
 * by now count, and one ends at the abort marker of its own producer. To drop a whole producer until
 * the end of the fetch instead would lose its next, committed transaction.
 */
export function filterAbortedMessages({ messages, abortedTransactions }: {
  readonly messages: readonly FetchedRecord[];
  readonly abortedTransactions: readonly AbortedTransaction[];
}): readonly FetchedRecord[] {
  if (abortedTransactions.length === 0) return messages;
  const upcoming = abortedTransactions
    .map(({ producerId, firstOffset }) => ({ producerId, firstOffset: Number(firstOffset) }))
    .sort((a, b) => b.firstOffset - a.firstOffset);
  const aborted = new Set<string>();

  return messages.filter((record) => {
    while (upcoming.length > 0 && upcoming.at(-1)!.firstOffset <= record.offset) {
      aborted.add(upcoming.pop()!.producerId);
    }
    const { producerId, inTransaction } = record.batchContext;
    if (isAbortMarker(record)) aborted.delete(producerId);
    return record.isControlRecord || !inTransaction || !aborted.has(producerId);
  });
}

/** The key of a control record is its version and its type, two int16; type 0 aborts. */
function isAbortMarker({ isControlRecord, key }: FetchedRecord): boolean {
  return isControlRecord && key !== null && key.length >= 4 && key.readInt16BE(2) === 0;
}
