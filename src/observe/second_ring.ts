/** One value for each of the latest seconds, created when something happens in that second. */
export class SecondRing<T> {
  readonly #slots: ({ second: number; value: T } | undefined)[];
  readonly #make: () => T;

  /** Keeps this many seconds, including the current one. */
  constructor(seconds: number, make: () => T) {
    this.#slots = new Array(seconds);
    this.#make = make;
  }

  /** The value of the second that contains a time. */
  at(timeMs: number): T {
    const second = Math.floor(timeMs / 1000);
    const index = second % this.#slots.length;
    const slot = this.#slots[index];
    if (slot?.second === second) return slot.value;
    const value = this.#make();
    this.#slots[index] = { second, value };
    return value;
  }

  /** The values of the seconds before the one that contains a time. */
  past(timeMs: number, seconds: number): T[] {
    const second = Math.floor(timeMs / 1000);
    return this.#slots.filter((slot) => slot !== undefined)
      .filter((slot) => slot.second < second && slot.second >= second - seconds)
      .map(({ value }) => value);
  }
}
