import type { Buffer } from "node:buffer";
import type { FetchedRecord } from "../../../../src/kafka/reading/fetched_record.ts";
import type { AbortedTransaction } from "../../../../src/kafka/reading/filter_aborted_messages.ts";
import { RecordBatch } from "../../../../src/kafka/reading/record_batch_decoder.ts";
import { endMarkerBytes, recordBatchBytes } from "./record_batch_bytes.ts";

/** A producer's next step: write a record in its transaction, end it, or write outside any. */
export interface Step {
  readonly producer: number;
  readonly action: "write" | "commit" | "abort" | "write plainly";
  readonly key?: Buffer | null;
}

/** A log with its broker's metadata; `committed` are the offsets that a reader must get. */
export interface TransactionLog {
  /** Batches of one record each. */
  readonly batches: RecordBatch[];
  /** Their records. */
  readonly records: FetchedRecord[];
  readonly aborted: AbortedTransaction[];
  readonly committed: number[];
}

/** Runs the steps as a broker would; transactions that are open at the end are committed. */
export function transactionLog(steps: readonly Step[]): TransactionLog {
  const log = { batches: [] as RecordBatch[], aborted: [] as AbortedTransaction[] };
  const committed: number[] = [];
  const open = new Map<number, number[]>();

  function append(bytes: Buffer): number {
    return log.batches.push(new RecordBatch(bytes)) - 1;
  }
  function write(producerId: number, key: Buffer | null, inTransaction: boolean): number {
    const firstOffset = log.batches.length;
    const messages = [{ key, value: null }];
    return append(recordBatchBytes({ firstOffset, messages, producerId, inTransaction }));
  }
  function end(producer: number, action: "commit" | "abort"): void {
    const offsets = open.get(producer);
    if (offsets === undefined) return;
    open.delete(producer);
    append(endMarkerBytes(log.batches.length, producer, action === "abort" ? 0 : 1));
    if (action === "commit") committed.push(...offsets);
    else log.aborted.push({ producerId: `${producer}`, firstOffset: `${offsets[0]}` });
  }

  for (const { producer, action, key = null } of steps) {
    if (action === "commit" || action === "abort") end(producer, action);
    else if (action === "write plainly") committed.push(write(10 + producer, key, false));
    else {
      const offset = write(producer, key, true);
      open.set(producer, [...open.get(producer) ?? [], offset]);
    }
  }
  for (const producer of open.keys()) end(producer, "commit");
  committed.sort((a, b) => a - b);
  return { ...log, committed, records: log.batches.flatMap(({ records }) => records) };
}
