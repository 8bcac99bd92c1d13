/** A stretch of offsets; the last is part of it. */
export interface Stretch {
  readonly first: number;
  readonly last: number;
}

/** Offsets of one input partition that the log holds no more, and of which something was made. */
export class GoneSources {
  readonly #logStart: number;
  readonly #offsets: number[] = [];

  /** Begins with nothing made of what lay before the beginning of the log. */
  constructor(logStart: number) {
    this.#logStart = logStart;
  }

  /** How many of the offsets left something behind. */
  get count(): number {
    return this.#offsets.length;
  }

  /** Notes a fact's source, where that is gone. */
  note(offset: number): void {
    if (offset < this.#logStart) this.#offsets.push(offset);
  }

  /** The longest stretch below an offset that left nothing behind; null where there is none. */
  longestSilence(below: number): Stretch | null {
    let longest: Stretch | null = null;
    let first = 0;
    for (const offset of [...Float64Array.from(this.#offsets).sort(), below]) {
      const size = offset - first;
      if (size > 0 && (longest === null || size > longest.last - longest.first + 1)) {
        longest = { first, last: offset - 1 };
      }
      first = offset + 1;
    }
    return longest;
  }
}
