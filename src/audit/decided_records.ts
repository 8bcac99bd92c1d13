import type { FetchedRecord } from "../kafka/reading/fetched_record.ts";

interface Transaction {
  outcome: "open" | "committed" | "aborted";
}

interface HeldRecord {
  readonly record: FetchedRecord;
  /** null for a record outside transactions. */
  readonly transaction: Transaction | null;
}

const outcomes = new Map<number, Transaction["outcome"]>([[0, "aborted"], [1, "committed"]]);

/**
 * Decides by the markers in the log of one partition which records are committed (facts): a producer's
 * records become facts at its commit marker and are dropped at its abort marker. It does not use the
 * broker's list of aborted transactions, which the processor's consumer relies on.
 *
 * Records wait here until their transaction ends, and all records after them wait with them, as for a
 * read_committed reader. The order of the log is the order of the source: a processor has two
 * transactions under way, and writes the records of the second after those of the first.
 */
export class DecidedRecords {
  readonly #open = new Map<string, Transaction>();
  /** In the order of the log. */
  #queue: HeldRecord[] = [];

  /** How many records wait for a transaction to end. */
  get waiting(): number {
    return this.#queue.length;
  }

  /** Takes the next records of the log with its markers, and returns the new facts. */
  take(records: readonly FetchedRecord[]): FetchedRecord[] {
    for (const record of records) {
      if (record.isControlRecord) this.#end(record);
      else this.#hold(record);
    }
    const facts: FetchedRecord[] = [];
    const decided = takeDecided(this.#queue, facts);
    if (decided > 0) this.#queue = this.#queue.slice(decided);
    return facts;
  }

  /** The facts that wait for open transactions of others before them; the records of those are left. */
  rest(): FetchedRecord[] {
    const facts: FetchedRecord[] = [];
    const isOpen = ({ transaction }: HeldRecord) => transaction?.outcome === "open";
    takeDecided(this.#queue.filter((held) => !isOpen(held)), facts);
    this.#queue = this.#queue.filter(isOpen);
    return facts;
  }

  #hold(record: FetchedRecord): void {
    const { producerId, inTransaction } = record.batchContext;
    const transaction = inTransaction ? this.#transactionOf(producerId) : null;
    this.#queue.push({ record, transaction });
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

/** Moves the decided records at the front of a queue to the facts and returns their number. */
function takeDecided(queue: readonly HeldRecord[], facts: FetchedRecord[]): number {
  for (const [i, { record, transaction }] of queue.entries()) {
    if (transaction?.outcome === "open") return i;
    if (transaction?.outcome !== "aborted") facts.push(record);
  }
  return queue.length;
}
