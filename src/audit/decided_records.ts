import type { FetchedRecord } from "../kafka/reading/fetched_record.ts";

/** The order in which records come out: that of the log, or that in which transactions end. */
export type DecisionOrder = "log" | "commit";

interface Transaction {
  outcome: "open" | "committed" | "aborted";
}

interface HeldRecord {
  readonly record: FetchedRecord;
  /** null for a record that is outside of any. */
  readonly transaction: Transaction | null;
}

const outcomes = new Map<number, Transaction["outcome"]>([[0, "aborted"], [1, "committed"]]);

/**
 * Tells what became of the records of one partition by the markers in its log: a producer's records
 * become facts at its commit marker and vanish at its abort marker. The broker's list of aborted
 * transactions, which the processor's consumer goes by, is not asked.
 *
 * Records wait here until their transaction has ended. In the order of the log, all that was
 * written behind an open transaction waits with it, as for a read_committed reader; in the order
 * of commits a record waits for its own transaction only.
 */
export class DecidedRecords {
  readonly #order: DecisionOrder;
  readonly #open = new Map<string, Transaction>();
  /** In the order of the log one queue, else one for each producer. */
  readonly #queues = new Map<string, HeldRecord[]>();

  /** Begins with no transaction known; one that began earlier is known by its first record here. */
  constructor(order: DecisionOrder) {
    this.#order = order;
  }

  /** How many records wait for the end of a transaction. */
  get waiting(): number {
    return this.#queues.values().reduce((sum, queue) => sum + queue.length, 0);
  }

  /** Takes the next records of the log, markers included, and gives those that are facts by now. */
  take(records: readonly FetchedRecord[]): FetchedRecord[] {
    for (const record of records) {
      if (record.isControlRecord) this.#end(record);
      else this.#hold(record);
    }
    const facts: FetchedRecord[] = [];
    for (const [name, queue] of this.#queues) {
      const decided = takeDecided(queue, facts);
      if (decided === queue.length) this.#queues.delete(name);
      else queue.splice(0, decided);
    }
    return facts;
  }

  #hold(record: FetchedRecord): void {
    const { producerId, inTransaction } = record.batchContext;
    const name = this.#order === "log" ? "" : producerId;
    const queue = this.#queues.get(name) ?? [];
    if (queue.length === 0) this.#queues.set(name, queue);
    queue.push({ record, transaction: inTransaction ? this.#transactionOf(producerId) : null });
  }

  #transactionOf(producerId: string): Transaction {
    const known = this.#open.get(producerId);
    if (known !== undefined) return known;
    const begun: Transaction = { outcome: "open" };
    this.#open.set(producerId, begun);
    return begun;
  }

  /** The key of a control record is its version and its type, two int16. */
  #end({ key, batchContext: { producerId } }: FetchedRecord): void {
    const outcome = key !== null && key.length >= 4 ? outcomes.get(key.readInt16BE(2)) : undefined;
    const transaction = this.#open.get(producerId);
    if (outcome === undefined || transaction === undefined) return;
    transaction.outcome = outcome;
    this.#open.delete(producerId);
  }
}

/** Adds the facts at the front of a queue and gives how many of its records are decided. */
function takeDecided(queue: readonly HeldRecord[], facts: FetchedRecord[]): number {
  for (const [i, { record, transaction }] of queue.entries()) {
    if (transaction?.outcome === "open") return i;
    if (transaction?.outcome !== "aborted") facts.push(record);
  }
  return queue.length;
}
