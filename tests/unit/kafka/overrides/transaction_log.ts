import { Buffer } from "node:buffer";
import {
  type BatchContext,
  FetchedRecord,
} from "../../../../src/kafka/overrides/fetched_record.ts";
import type { AbortedTransaction } from "../../../../src/kafka/overrides/filter_aborted_messages.ts";

/** What a producer does next: write a record in its transaction, end it, or write outside of any. */
export interface Step {
  readonly producer: number;
  readonly action: "write" | "commit" | "abort" | "write plainly";
  readonly key?: Buffer | null;
}

/** A log and what its broker says of it; `committed` are the offsets that a reader must get. */
export interface TransactionLog {
  readonly records: FetchedRecord[];
  readonly aborted: AbortedTransaction[];
  readonly committed: number[];
}

/** Plays the steps as a broker would; transactions that are open at the end are committed. */
export function transactionLog(steps: readonly Step[]): TransactionLog {
  const log: TransactionLog = { records: [], aborted: [], committed: [] };
  const open = new Map<number, number[]>();

  function append(producer: number, key: Buffer | null, context: Partial<BatchContext>): number {
    const offset = log.records.length;
    const bytes = key ?? Buffer.alloc(0);
    const place = { bytes, keyStart: 0, keyEnd: key?.length ?? -1, valueStart: 0, valueEnd: -1 };
    log.records.push(
      new FetchedRecord(offset, 0, place, [], contextOf(producer, offset, context)),
    );
    return offset;
  }
  function end(producer: number, action: "commit" | "abort"): void {
    const offsets = open.get(producer);
    if (offsets === undefined) return;
    open.delete(producer);
    append(producer, action === "abort" ? abortKey : commitKey, markerContext);
    if (action === "commit") log.committed.push(...offsets);
    else log.aborted.push({ producerId: `${producer}`, firstOffset: `${offsets[0]}` });
  }

  for (const { producer, action, key = null } of steps) {
    if (action === "commit" || action === "abort") end(producer, action);
    else if (action === "write plainly") log.committed.push(append(10 + producer, key, {}));
    else {
      const offset = append(producer, key, { inTransaction: true });
      open.set(producer, [...open.get(producer) ?? [], offset]);
    }
  }
  for (const producer of open.keys()) end(producer, "commit");
  log.committed.sort((a, b) => a - b);
  return log;
}

const abortKey = Buffer.from([0, 0, 0, 0]);
const commitKey = Buffer.from([0, 0, 0, 1]);
const markerContext = { inTransaction: true, isControlBatch: true };

function contextOf(producer: number, offset: number, rest: Partial<BatchContext>): BatchContext {
  return {
    firstOffset: offset,
    lastOffsetDelta: 0,
    partitionLeaderEpoch: 0,
    firstTimestamp: 0,
    maxTimestamp: 0,
    isLogAppendTime: false,
    producerId: `${producer}`,
    producerEpoch: 0,
    firstSequence: 0,
    inTransaction: false,
    isControlBatch: false,
    ...rest,
  };
}
