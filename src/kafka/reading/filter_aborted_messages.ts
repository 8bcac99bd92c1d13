import type { RecordBatch } from "./record_batch_decoder.ts";

/** An aborted transaction, as the broker lists it in a fetch response. */
export interface AbortedTransaction {
  /** An int64 in decimal. */
  readonly producerId: string;
  /** The offset of its first record, an int64 in decimal. */
  readonly firstOffset: string;
}

/**
 * Drops the record batches of aborted transactions and keeps the broker's control batches. A batch
 * belongs to one producer, and to at most one transaction.
 *
 * The broker lists aborted transactions in any order, and several may begin before the next remaining
 * record. kafkajs takes at most one per record from the list, in the given order. With interleaved
 * transactions of two producers, one is still in the list when its records pass, and they are
 * delivered. kafkajs also mistakes a data record with the key 00 00 00 00 for the end of the
 * transaction, and delivers the records after it. Here, as in Java's consumer, all transactions that
 * have begun count, and each ends at the abort marker of its own producer. Rejected: to drop all
 * records of the producer until the end of the fetch, which would lose its next, committed transaction.
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

/** The key of a control record is its version and type, two int16. Type 0 is an abort marker. */
function isAbortMarker(batch: RecordBatch): boolean {
  if (!batch.context.isControlBatch) return false;
  const key = batch.records[0]?.key ?? null;
  return key !== null && key.length >= 4 && key.readInt16BE(2) === 0;
}
