/** Random numbers from a seed. The same seed gives the same sequence on every machine. */
export class Random {
  #state: number;

  /** Starts a sequence. */
  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  /** A number from 0 to 1, excluding 1 (mulberry32). */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let word = Math.imul(this.#state ^ (this.#state >>> 15), this.#state | 1);
    word ^= word + Math.imul(word ^ (word >>> 7), word | 61);
    return ((word ^ (word >>> 14)) >>> 0) / 4294967296;
  }

  /** True with the given probability. */
  happens(probability: number): boolean {
    return this.next() < probability;
  }

  /** A whole number from 0 to a bound, excluding the bound. */
  below(bound: number): number {
    return Math.floor(this.next() * bound);
  }

  /** A random element of a list. */
  pick<T>(list: readonly [T, ...T[]]): T {
    return list[this.below(list.length)] ?? list[0];
  }

  /** A version 4 UUID (RFC 9562). */
  uuid(): string {
    const hex = () => this.below(65536).toString(16).padStart(4, "0");
    const third = (this.below(4096) | 0x4000).toString(16);
    const fourth = (this.below(16384) | 0x8000).toString(16);
    return `${hex()}${hex()}-${hex()}-${third}-${fourth}-${hex()}${hex()}${hex()}`;
  }
}
