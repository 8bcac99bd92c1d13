import type { Buffer } from "node:buffer";

/**
 * Reads the fields of an answer from start to end (Kafka protocol, primitive types). kafkajs' decoder
 * takes the size of a tagged field for one byte too long, so it cannot read answers that have any.
 */
export class ByteReader {
  readonly #bytes: Buffer;
  #position = 0;

  /** Starts at the first byte. */
  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  /** A whole number of 16 bits, big-endian like all of the following. */
  int16(): number {
    return this.#bytes.readInt16BE(this.#step(2));
  }

  /** A whole number of 32 bits. */
  int32(): number {
    return this.#bytes.readInt32BE(this.#step(4));
  }

  /** A whole number of 64 bits. */
  int64(): bigint {
    return this.#bytes.readBigInt64BE(this.#step(8));
  }

  /** A text with its length as int16; null for -1. */
  nullableString(): string | null {
    return this.#text(this.int16());
  }

  /** An array with its length as int32; empty for null. */
  array<T>(read: (reader: ByteReader) => T): T[] {
    return this.#items(this.int32(), read);
  }

  /** An unsigned number in base 128 (KIP-482). */
  uvarint(): number {
    let value = 0;
    for (let factor = 1;; factor *= 0x80) {
      const byte = this.#bytes[this.#step(1)]!;
      value += (byte & 0x7f) * factor;
      if (byte < 0x80) return value;
    }
  }

  /** A text with its length + 1 as uvarint; null for 0 (KIP-482). */
  compactString(): string | null {
    return this.#text(this.uvarint() - 1);
  }

  /** An array with its length + 1 as uvarint; empty for null (KIP-482). */
  compactArray<T>(read: (reader: ByteReader) => T): T[] {
    return this.#items(this.uvarint() - 1, read);
  }

  /** The tagged fields that end each structure of a flexible version; skips those not read (KIP-482). */
  tags(read?: (tag: number, field: ByteReader) => void): void {
    for (let left = this.uvarint(); left > 0; left--) {
      const tag = this.uvarint();
      const size = this.uvarint();
      const start = this.#step(size);
      read?.(tag, new ByteReader(this.#bytes.subarray(start, start + size)));
    }
  }

  #text(length: number): string | null {
    if (length < 0) return null;
    const start = this.#step(length);
    return this.#bytes.toString("utf8", start, start + length);
  }

  #items<T>(length: number, read: (reader: ByteReader) => T): T[] {
    const items: T[] = [];
    for (let left = length; left > 0; left--) items.push(read(this));
    return items;
  }

  /** Moves past a field and returns where it starts. */
  #step(length: number): number {
    const start = this.#position;
    if (start + length > this.#bytes.length) throw new RangeError("the answer ends too soon");
    this.#position = start + length;
    return start;
  }
}
