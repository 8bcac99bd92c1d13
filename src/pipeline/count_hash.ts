import type { CountEntry } from "./count_state.ts";

/** The two multipliers of one lane. */
type Lane = readonly [c1: number, c2: number];

// Of MurmurHash3 x86_32, and the first two of x86_128: two lanes that share no constant.
const lowLane: Lane = [0xcc9e2d51, 0x1b873593];
const highLane: Lane = [0x239b961b, 0xab0e9789];

/**
 * The hash of a set of counts, in whatever order they came: the sum of the hashes of its entries
 * (MSet-Add-Hash of Clarke, Devadas, van Dijk, Gassend and Suh, "Incremental Multiset Hash
 * Functions", ASIACRYPT 2003), so that a change costs no more than the entries it touches.
 *
 * An entry is hashed by MurmurHash3 (Appleby) in two lanes of 32 bits. That tells accidents apart;
 * against somebody who looks for a collision it is no defence.
 */
export class CountHash {
  #low = 0;
  #high = 0;

  /** Takes an entry in. */
  add(entry: CountEntry): void {
    this.#low = this.#low + hashOf(entry, lowLane) | 0;
    this.#high = this.#high + hashOf(entry, highLane) | 0;
  }

  /** Takes an entry out that was taken in before. */
  remove(entry: CountEntry): void {
    this.#low = this.#low - hashOf(entry, lowLane) | 0;
    this.#high = this.#high - hashOf(entry, highLane) | 0;
  }

  /** One of its own that begins as this one stands. */
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

function hashOf({ key, locale, window, count, lastLoginMs }: CountEntry, lane: Lane): number {
  let hash = mixText(mixText(0, key, lane), locale, lane);
  hash = mixNumber(hash, window?.startMs ?? -1, lane);
  hash = mixNumber(hash, window?.endMs ?? -1, lane);
  return finish(mixNumber(mixNumber(hash, count, lane), lastLoginMs, lane));
}

/** The length goes first, so that no character moves from one text to the next unnoticed. */
function mixText(hash: number, text: string, lane: Lane): number {
  hash = mix(hash, text.length, lane);
  for (let at = 0; at < text.length; at += 2) {
    // Beyond the end there is NaN, which the operators take for 0.
    hash = mix(hash, text.charCodeAt(at) | text.charCodeAt(at + 1) << 16, lane);
  }
  return hash;
}

function mixNumber(hash: number, number: number, lane: Lane): number {
  return mix(mix(hash, number | 0, lane), Math.floor(number / 2 ** 32) | 0, lane);
}

/** One block of MurmurHash3 x86_32. */
function mix(hash: number, word: number, [c1, c2]: Lane): number {
  const multiplied = Math.imul(word, c1);
  hash ^= Math.imul(multiplied << 15 | multiplied >>> 17, c2);
  return Math.imul(hash << 13 | hash >>> 19, 5) + 0xe6546b64 | 0;
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
