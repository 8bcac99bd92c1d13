/** One value for each of the last so many seconds, made when something happens in it. */
export class SecondRing<T> {
  readonly #slots: ({ second: number; value: T } | undefined)[];
  readonly #make: () => T;

  /** Keeps this many seconds, the current one among them. */
  constructor(seconds: number, make: () => T) {
    this.#slots = new Array(seconds);
    this.#make = make;
  }

  /** The value of the second that a time lies in. */
  at(timeMs: number): T {
    const second = Math.floor(timeMs / 1000);
    const index = second % this.#slots.length;
    const slot = this.#slots[index];
    if (slot?.second === second) return slot.value;
    const value = this.#make();
    this.#slots[index] = { second, value };
    return value;
  }

  /** The values of the seconds before the one that a time lies in. */
  past(timeMs: number, seconds: number): T[] {
    const second = Math.floor(timeMs / 1000);
    return this.#slots.filter((slot) => slot !== undefined)
      .filter((slot) => slot.second < second && slot.second >= second - seconds)
      .map(({ value }) => value);
  }
}
