import type { OutputRecord } from "../pipeline/record.ts";
import type { RecordTime } from "../pipeline/record_time.ts";

const encoder = new TextEncoder();
const seeds = [0xdeadbeef, 0x41c6ce57] as const;
const factors = [0x9e3779b1, 0x5f356495] as const;
const nullLength = 0xffffffff;

/**
 * A 53-bit hash of a record: partition, key, value, headers and timestamp. Two different records
 * collide with a chance of 1 in 2^53.
 *
 * The hash is cyrb53 (bryc, public domain): fast in JavaScript, but not safe against someone who
 * searches for a collision. The timestamp is left out if brokers set it.
 */
export function fingerprintOf(
  record: Omit<OutputRecord, "topic">,
  { hasBrokerTime }: { readonly hasBrokerTime: boolean } = { hasBrokerTime: false },
): number {
  const hash = new Hash();
  hash.number(record.partition);
  if (!hasBrokerTime) hash.time(record.timestamp);
  hash.bytes(record.key);
  hash.bytes(record.value);
  for (const [name, value] of record.headers) {
    hash.bytes(encoder.encode(name));
    hash.bytes(value);
  }
  return hash.digest();
}

class Hash {
  #low: number = seeds[0];
  #high: number = seeds[1];

  /** The length goes first, so that field boundaries are part of the hash. */
  bytes(bytes: Uint8Array | null): void {
    this.#word(bytes?.length ?? nullLength);
    if (bytes === null) return;
    let low = this.#low;
    let high = this.#high;
    for (let i = 0; i < bytes.length; i++) {
      low = Math.imul(low ^ bytes[i]!, factors[0]);
      high = Math.imul(high ^ bytes[i]!, factors[1]);
    }
    this.#low = low;
    this.#high = high;
  }

  number(value: number): void {
    this.#word(value);
    this.#word(Math.floor(value / 2 ** 32));
  }

  /** Hashes both halves of the int64, for a number and a bigint alike. */
  time(time: RecordTime): void {
    if (typeof time === "number") return this.number(time);
    this.#word(Number(BigInt.asIntN(32, time)));
    this.#word(Number(time >> 32n));
  }

  digest(): number {
    const low = mix(this.#low, this.#high);
    const high = mix(this.#high, this.#low);
    return (high & 0x1fffff) * 2 ** 32 + (low >>> 0);
  }

  #word(word: number): void {
    this.#low = Math.imul(this.#low ^ word, factors[0]);
    this.#high = Math.imul(this.#high ^ word, factors[1]);
  }
}

function mix(word: number, other: number): number {
  const mixed = Math.imul(word ^ (word >>> 16), 2246822507);
  return mixed ^ Math.imul(other ^ (other >>> 13), 3266489909);
}
