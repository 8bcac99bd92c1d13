/**
 * What is read anew each time it is used. Where that fails, the last that could be read is used on:
 * a file that is just being replaced is missing, empty or half written for a moment.
 */
export class LastGood<T> {
  readonly #read: () => T;
  #last: T | null;

  /** Knows what was read before, if it was; without, the first failure is the caller's. */
  constructor(read: () => T, last: T | null = null) {
    this.#read = read;
    this.#last = last;
  }

  /** What holds now. */
  current(): T {
    try {
      return this.#last = this.#read();
    } catch (error) {
      if (this.#last === null) throw error;
      return this.#last;
    }
  }
}
