/**
 * A value that is read again at each use. When a read fails, the last good value is used: a file that
 * is being replaced may be missing, empty or half written for a moment.
 */
export class LastGood<T> {
  readonly #read: () => T;
  #last: T | null;

  /** Starts with an earlier value, if there is one. Without one, the first failed read throws. */
  constructor(read: () => T, last: T | null = null) {
    this.#read = read;
    this.#last = last;
  }

  /** The current value. */
  current(): T {
    try {
      return this.#last = this.#read();
    } catch (error) {
      if (this.#last === null) throw error;
      return this.#last;
    }
  }
}
