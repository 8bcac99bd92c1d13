import type { Committed } from "./listener.ts";

const rejectedPrefix = "rejected.";

/** The sum of the facts of many commits of one stage. */
export class FactSum {
  readonly #sinceMs = performance.now();
  readonly #facts: Record<string, number> = {};
  readonly #offsets: Record<string, number> = {};
  #transactions = 0;

  /** Adds one commit. */
  add(partition: number, offset: number, facts: Committed["facts"]): void {
    this.#transactions++;
    this.#offsets[partition] = offset;
    for (const [fact, n] of Object.entries(facts)) this.#facts[fact] = (this.#facts[fact] ?? 0) + n;
  }

  /** The sum, with dead letters by cause in a field of their own. */
  take(): {
    readonly facts: Readonly<Record<string, number>>;
    readonly rejected: Readonly<Record<string, number>>;
    readonly overflowed: number;
    readonly transactions: number;
    readonly seconds: number;
    /** The latest offset by partition. */
    readonly offsets: Readonly<Record<string, number>>;
  } {
    const { overflowed = 0, ...others } = this.#facts;
    const facts = Object.entries(others);
    const rejected = facts.filter(([fact]) => fact.startsWith(rejectedPrefix))
      .map(([fact, n]) => [fact.slice(rejectedPrefix.length), n]);
    return {
      facts: Object.fromEntries(facts.filter(([fact]) => !fact.startsWith(rejectedPrefix))),
      rejected: Object.fromEntries(rejected),
      overflowed,
      transactions: this.#transactions,
      seconds: Math.round((performance.now() - this.#sinceMs) / 100) / 10,
      offsets: this.#offsets,
    };
  }
}
