import { rejectedCause } from "../pipeline/stage.ts";
import type { Committed } from "./listener.ts";

/** The sum of the facts of many commits of one stage. */
export class FactSum {
  readonly #sinceMs = performance.now();
  readonly #facts: Record<string, number> = {};
  readonly #offsets: Record<string, number> = {};
  #transactions = 0;

  /** Adds one transaction. */
  add({ parts }: Committed): void {
    this.#transactions++;
    for (const { partition, offset, facts } of parts) {
      this.#offsets[partition] = offset;
      for (const [fact, n] of Object.entries(facts)) {
        this.#facts[fact] = (this.#facts[fact] ?? 0) + n;
      }
    }
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
    const facts: Record<string, number> = {};
    const rejected: Record<string, number> = {};
    for (const [fact, n] of Object.entries(others)) {
      const cause = rejectedCause(fact);
      if (cause === null) facts[fact] = n;
      else rejected[cause] = n;
    }
    return {
      facts,
      rejected,
      overflowed,
      transactions: this.#transactions,
      seconds: Math.round((performance.now() - this.#sinceMs) / 100) / 10,
      offsets: this.#offsets,
    };
  }
}
