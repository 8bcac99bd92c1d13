import type { Difference } from "./report.ts";

/** The findings of an audit: the first differences, the number of all, and what was not checked. */
export class Findings {
  readonly #differences: Difference[] = [];
  readonly #notChecked: string[] = [];
  readonly #maxDifferences: number;
  #differenceCount = 0;

  /** Keeps a limited number of differences and counts all. */
  constructor(maxDifferences: number) {
    this.#maxDifferences = maxDifferences;
  }

  /** Whether another difference would be kept, so that its details are worth reading. */
  get hasRoom(): boolean {
    return this.#differences.length < this.#maxDifferences;
  }

  /** The differences that were kept. */
  get differences(): readonly Difference[] {
    return this.#differences;
  }

  /** The number of all differences. */
  get differenceCount(): number {
    return this.#differenceCount;
  }

  /** What could not be checked. */
  get notChecked(): readonly string[] {
    return this.#notChecked;
  }

  /** Adds a difference. */
  add(difference: Difference): void {
    if (this.hasRoom) this.#differences.push(difference);
    this.#differenceCount++;
  }

  /** Notes that something could not be checked. */
  admit(gap: string): void {
    this.#notChecked.push(gap);
  }
}
