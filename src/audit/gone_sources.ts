import type { Beginning } from "../pipeline/enrich_memo.ts";

/** A range of offsets, including the last. */
export interface Stretch {
  readonly first: number;
  readonly last: number;
}

/** The offsets of one input partition that were deleted from the log and have an output. */
export class GoneSources {
  readonly #logStart: number;
  readonly #beginning: Beginning | null;
  readonly #offsets: number[] = [];
  /** The last offset before the beginning that has an output; -1 for none. */
  #lastBefore = -1;

  /** Starts without outputs of deleted records. */
  constructor(logStart: number, beginning: Beginning | null = null) {
    this.#logStart = logStart;
    this.#beginning = beginning;
  }

  /** How many of the deleted offsets have an output. */
  get count(): number {
    return this.#offsets.length;
  }

  /**
   * The records that had been deleted when the committed offset was moved past them: from the last
   * offset with an output before the beginning, up to the start of the log at that moment. Null if
   * there are none, or if nothing had been processed before, so that nothing could be lost.
   */
  get ledPast(): Stretch | null {
    if (this.#beginning === null || this.#lastBefore < 0) return null;
    const [first, last] = [this.#lastBefore + 1, this.#beginning.logStart - 1];
    return first > last ? null : { first, last };
  }

  /** Notes the source of a fact, whether it was deleted or not. */
  note(offset: number): void {
    if (offset < (this.#beginning?.offset ?? 0)) {
      this.#lastBefore = Math.max(this.#lastBefore, offset);
    }
    if (offset < this.#logStart) this.#offsets.push(offset);
  }

  /**
   * The longest range below an offset that has no output and that the committed offset was not moved
   * past; null if there is none.
   */
  longestSilence(below: number): Stretch | null {
    let longest: Stretch | null = null;
    let first = 0;
    const { ledPast } = this;
    for (const offset of [...Float64Array.from(this.#offsets).sort(), below]) {
      if (first === ledPast?.first) first = ledPast.last + 1;
      const size = offset - first;
      if (size > 0 && (longest === null || size > longest.last - longest.first + 1)) {
        longest = { first, last: offset - 1 };
      }
      first = offset + 1;
    }
    return longest;
  }
}
