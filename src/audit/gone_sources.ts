import type { Beginning } from "../pipeline/enrich_memo.ts";

/** A stretch of offsets; the last is part of it. */
export interface Stretch {
  readonly first: number;
  readonly last: number;
}

/** Offsets of one input partition that the log holds no more, and of which something was made. */
export class GoneSources {
  readonly #logStart: number;
  readonly #beginning: Beginning | null;
  readonly #offsets: number[] = [];
  /** The last of which something was made before the beginning; -1 for none. */
  #lastBefore = -1;

  /** Begins with nothing made of what lay before the beginning of the log. */
  constructor(logStart: number, beginning: Beginning | null = null) {
    this.#logStart = logStart;
    this.#beginning = beginning;
  }

  /** How many of the offsets left something behind. */
  get count(): number {
    return this.#offsets.length;
  }

  /**
   * What was gone already when the position was led past it: from the last offset before the
   * beginning that left something behind up to where the log began at that moment. Null where there
   * is no such stretch, or where nothing was processed before, so that there was nobody to lose it.
   */
  get ledPast(): Stretch | null {
    if (this.#beginning === null || this.#lastBefore < 0) return null;
    const [first, last] = [this.#lastBefore + 1, this.#beginning.logStart - 1];
    return first > last ? null : { first, last };
  }

  /** Notes a fact's source, gone or not. */
  note(offset: number): void {
    if (offset < (this.#beginning?.offset ?? 0)) {
      this.#lastBefore = Math.max(this.#lastBefore, offset);
    }
    if (offset < this.#logStart) this.#offsets.push(offset);
  }

  /**
   * The longest stretch below an offset that left nothing behind and that the position was not led
   * past; null where there is none.
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
