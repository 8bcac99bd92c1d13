import type { Difference } from "./report.ts";

/** What an audit has noticed so far: the first differences, the number of all, and its own gaps. */
export class Findings {
  readonly #differences: Difference[] = [];
  readonly #notChecked: string[] = [];
  readonly #maxDifferences: number;
  #differenceCount = 0;

  /** Keeps so many differences and counts the others. */
  constructor(maxDifferences: number) {
    this.#maxDifferences = maxDifferences;
  }

  /** Whether a difference would still be kept, and its details are worth looking up. */
  get hasRoom(): boolean {
    return this.#differences.length < this.#maxDifferences;
  }

  /** The differences that were kept. */
  get differences(): readonly Difference[] {
    return this.#differences;
  }

  /** How many there are in all. */
  get differenceCount(): number {
    return this.#differenceCount;
  }

  /** What could not be checked. */
  get notChecked(): readonly string[] {
    return this.#notChecked;
  }

  /** Takes a difference in. */
  add(difference: Difference): void {
    if (this.hasRoom) this.#differences.push(difference);
    this.#differenceCount++;
  }

  /** Admits that something could not be checked. */
  admit(gap: string): void {
    this.#notChecked.push(gap);
  }
}
