import type { CountEntry } from "./count_entry.ts";

/**
 * The hash of a set of counts, independent of their order: the sum of the hashes of its entries
 * (MSet-Add-Hash of Clarke, Devadas, van Dijk, Gassend and Suh, "Incremental Multiset Hash
 * Functions", ASIACRYPT 2003). So a change costs no more than the entries that it touches.
 *
 * It detects accidents. It does not resist someone who looks for a collision.
 */
export class CountHash {
  #low = 0;
  #high = 0;

  /** Adds an entry. */
  add(entry: CountEntry): void {
    const { low, high } = new EntryHash(entry);
    this.#low = this.#low + low | 0;
    this.#high = this.#high + high | 0;
  }

  /** Removes an entry that was added before. */
  remove(entry: CountEntry): void {
    const { low, high } = new EntryHash(entry);
    this.#low = this.#low - low | 0;
    this.#high = this.#high - high | 0;
  }

  /** An independent copy. */
  copy(): CountHash {
    const copy = new CountHash();
    copy.#low = this.#low;
    copy.#high = this.#high;
    return copy;
  }

  /** 16 hexadecimal digits. */
  toString(): string {
    return hexOf(this.#high) + hexOf(this.#low);
  }
}

/**
 * The hash of one entry by MurmurHash3 (Appleby), in two lanes that share no constant: `low` is
 * x86_32, `high` goes like the second lane of x86_128. One pass for both is four times as fast.
 */
class EntryHash {
  low = 0;
  high = 0;

  constructor({ key, locale, window, count, lastLoginMs }: CountEntry) {
    this.#mixText(key);
    this.#mixText(locale);
    this.#mixNumber(window?.startMs ?? -1);
    this.#mixNumber(window?.endMs ?? -1);
    this.#mixNumber(count);
    this.#mixNumber(lastLoginMs);
    this.low = finish(this.low);
    this.high = finish(this.high);
  }

  /** The length goes first, so that a character that moves to the next text changes the hash. */
  #mixText(text: string): void {
    this.#mix(text.length);
    for (let at = 0; at < text.length; at++) this.#mix(text.charCodeAt(at));
  }

  #mixNumber(number: number): void {
    this.#mix(number | 0);
    this.#mix(Math.floor(number / 2 ** 32) | 0);
  }

  #mix(word: number): void {
    const first = Math.imul(word, 0xcc9e2d51);
    const low = this.low ^ Math.imul(first << 15 | first >>> 17, 0x1b873593);
    this.low = Math.imul(low << 13 | low >>> 19, 5) + 0xe6546b64 | 0;
    const second = Math.imul(word, 0xab0e9789);
    const high = this.high ^ Math.imul(second << 16 | second >>> 16, 0x38b34ae5);
    this.high = Math.imul(high << 17 | high >>> 15, 5) + 0x0bcaa747 | 0;
  }
}

/** The finalizer of MurmurHash3, fmix32. */
function finish(hash: number): number {
  hash = Math.imul(hash ^ hash >>> 16, 0x85ebca6b);
  hash = Math.imul(hash ^ hash >>> 13, 0xc2b2ae35);
  return hash ^ hash >>> 16;
}

function hexOf(lane: number): string {
  return (lane >>> 0).toString(16).padStart(8, "0");
}
