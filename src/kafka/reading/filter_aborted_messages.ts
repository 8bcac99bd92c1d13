import type { RecordBatch } from "./record_batch_decoder.ts";

/** A transaction that did not happen, as the broker lists it in a fetch response. */
export interface AbortedTransaction {
  /** An int64 in decimal. */
  readonly producerId: string;
  /** The offset of its first record, an int64 in decimal. */
  readonly firstOffset: string;
}

/**
 * The record batches that are part of no aborted transaction; the broker's control batches stay. A
 * batch is of one producer, and of one transaction at most.
 *
 * The broker lists aborted transactions in any order, and several may begin before the next record
 * that is left. kafkajs takes at most one from the list per record and in the order given: with
 * transactions of two producers interleaved, one is still in the list when its records pass, and
 * they are delivered. It also takes a data record with the key 00 00 00 00 for the end of the
 * transaction, and delivers what follows. Here, as in Java's consumer, all transactions that began
 * by now count, and one ends at the abort marker of its own producer. To drop a whole producer until
 * the end of the fetch instead would lose its next, committed transaction.
 */
export function filterAbortedBatches(
  batches: readonly RecordBatch[],
  abortedTransactions: readonly AbortedTransaction[],
): readonly RecordBatch[] {
  if (abortedTransactions.length === 0) return batches;
  const upcoming = abortedTransactions
    .map(({ producerId, firstOffset }) => ({ producerId, firstOffset: Number(firstOffset) }))
    .sort((a, b) => b.firstOffset - a.firstOffset);
  const aborted = new Set<string>();

  return batches.filter((batch) => {
    while (upcoming.length > 0 && upcoming.at(-1)!.firstOffset < batch.nextOffset) {
      aborted.add(upcoming.pop()!.producerId);
    }
    const { producerId, inTransaction, isControlBatch } = batch.context;
    if (isAbortMarker(batch)) aborted.delete(producerId);
    return isControlBatch || !inTransaction || !aborted.has(producerId);
  });
}

/** The key of a control record is its version and its type, two int16; type 0 aborts. */
function isAbortMarker(batch: RecordBatch): boolean {
  if (!batch.context.isControlBatch) return false;
  const key = batch.records[0]?.key ?? null;
  return key !== null && key.length >= 4 && key.readInt16BE(2) === 0;
}
