import { Buffer } from "node:buffer";

const viewWorthwhileBytes = 48;

/**
 * A growing buffer, written from start to end (Kafka protocol, primitive types). It has the members
 * that kafkajs uses of an encoder: `buf`, `buffer` and `size()`.
 */
export class ByteWriter {
  /** The whole allocation, including unused space before and after the written bytes. */
  buf: Buffer;
  /** Where the next byte goes. */
  position: number;
  /** Where the written bytes begin. */
  start: number;

  /** Starts with room for `capacity` bytes, and with `headroom` bytes before them. */
  constructor(capacity: number, headroom = 0) {
    this.buf = Buffer.allocUnsafe(headroom + capacity);
    this.position = headroom;
    this.start = headroom;
  }

  /** The written bytes, without a copy. */
  get buffer(): Buffer {
    return this.buf.subarray(this.start, this.position);
  }

  /** The number of written bytes. */
  size(): number {
    return this.position - this.start;
  }

  /** Inserts bytes before all others, into the headroom. */
  prepend(bytes: Uint8Array): void {
    if (bytes.length > this.start) throw new RangeError("no room is left before the first byte");
    this.start -= bytes.length;
    this.buf.set(bytes, this.start);
  }

  /** Ensures room for `length` more bytes, which the varint methods rely on. */
  reserve(length: number): void {
    if (this.position + length <= this.buf.length) return;
    const grown = Buffer.allocUnsafe(Math.max(this.buf.length * 2, this.position + length));
    grown.set(this.buf.subarray(0, this.position));
    this.buf = grown;
  }

  /** Reserves `length` bytes to fill in later and returns their position. */
  gap(length: number): number {
    this.reserve(length);
    const start = this.position;
    this.position += length;
    return start;
  }

  /** A whole number of 8 bits. */
  int8(value: number): void {
    const start = this.gap(1); // call this first, because it may replace `buf`
    this.buf.writeInt8(value, start);
  }

  /** A whole number of 16 bits, big-endian like all of the following. */
  int16(value: number): void {
    const start = this.gap(2);
    this.buf.writeInt16BE(value, start);
  }

  /** A whole number of 32 bits. */
  int32(value: number): void {
    const start = this.gap(4);
    this.buf.writeInt32BE(value, start);
  }

  /** A whole number of 64 bits; a number is exact up to 2^53. */
  int64(value: number | bigint): void {
    if (typeof value === "bigint") {
      const start = this.gap(8);
      this.buf.writeBigInt64BE(value, start);
      return;
    }
    this.int32(Math.floor(value / 2 ** 32));
    this.int32(value | 0);
  }

  /** A text with its length as int16; -1 stands for null. */
  nullableString(text: string | null | undefined): void {
    if (text === null || text === undefined) return this.int16(-1);
    const length = Buffer.byteLength(text);
    this.int16(length);
    this.bytes(text, length);
  }

  /** An unsigned number of up to 32 bits in base 128, as in flexible versions (KIP-482). */
  uvarint(value: number): void {
    this.reserve(5);
    let rest = value >>> 0;
    while (rest >= 0x80) {
      this.buf[this.position++] = rest & 0x7f | 0x80;
      rest >>>= 7;
    }
    this.buf[this.position++] = rest;
  }

  /** The same in five bytes whatever the number is, so that it can be filled in later. */
  wideUvarint(value: number): void {
    this.reserve(5);
    let rest = value;
    for (let byte = 0; byte < 4; byte++) {
      this.buf[this.position++] = rest & 0x7f | 0x80;
      rest >>>= 7;
    }
    this.buf[this.position++] = rest;
  }

  /** A text with its length + 1 as uvarint; 0 stands for null (KIP-482). */
  compactString(text: string | null): void {
    if (text === null) return this.uvarint(0);
    const length = Buffer.byteLength(text);
    this.uvarint(length + 1);
    this.bytes(text, length);
  }

  /** An array with its length + 1 as uvarint (KIP-482). */
  compactArray<T>(items: readonly T[], write: (item: T) => void): void {
    this.uvarint(items.length + 1);
    for (const item of items) write(item);
  }

  /** An empty list of tagged fields, which ends each structure of a flexible version (KIP-482). */
  tags(): void {
    this.int8(0);
  }

  /** A zigzag number of up to 32 bits, into reserved room. */
  varint(value: number): void {
    const { buf } = this;
    let zigzag = value << 1 ^ value >> 31;
    while ((zigzag & ~0x7f) !== 0) {
      buf[this.position++] = zigzag & 0x7f | 0x80;
      zigzag >>>= 7;
    }
    buf[this.position++] = zigzag;
  }

  /** A zigzag number of up to 64 bits, into reserved room. A plain number must be below 2^52. */
  varlong(value: number | bigint): void {
    if (typeof value === "bigint") return this.#bigVarlong(value);
    const { buf } = this;
    let zigzag = zigzagOf(value);
    while (zigzag >= 0x80) {
      buf[this.position++] = zigzag % 0x80 | 0x80;
      zigzag = Math.floor(zigzag / 0x80);
    }
    buf[this.position++] = zigzag;
  }

  #bigVarlong(value: bigint): void {
    let zigzag = bigZigzagOf(value);
    for (; zigzag >= 0x80n; zigzag >>= 7n) {
      this.buf[this.position++] = Number(zigzag & 0x7fn) | 0x80;
    }
    this.buf[this.position++] = Number(zigzag);
  }

  /** A part of other bytes, into reserved room; nothing for a negative length. */
  copy(from: Uint8Array, start: number, length: number): void {
    const { buf, position } = this;
    if (length <= 0) return;
    // For short parts, creating the view that `set` needs takes longer than copying byte by byte.
    if (length < viewWorthwhileBytes) {
      for (let i = 0; i < length; i++) buf[position + i] = from[start + i]!;
    } else buf.set(from.subarray(start, start + length), position);
    this.position = position + length;
  }

  /** Bytes, or a text of `length` bytes in UTF-8. */
  bytes(value: Uint8Array | string, length: number): void {
    const start = this.gap(length);
    if (typeof value === "string") this.buf.write(value, start, length);
    else this.buf.set(value, start);
  }
}

/** How many bytes a varint takes. */
export function sizeOfVarint(value: number): number {
  const bits = 32 - Math.clz32(value << 1 ^ value >> 31);
  return bits <= 7 ? 1 : Math.ceil(bits / 7);
}

/** How many bytes a varlong takes. */
export function sizeOfVarlong(value: number | bigint): number {
  let size = 1;
  if (typeof value === "bigint") {
    for (let zigzag = bigZigzagOf(value); zigzag >= 0x80n; zigzag >>= 7n) size++;
    return size;
  }
  for (let zigzag = zigzagOf(value); zigzag >= 0x80; zigzag = Math.floor(zigzag / 0x80)) size++;
  return size;
}

function bigZigzagOf(value: bigint): bigint {
  return BigInt.asUintN(64, value << 1n ^ value >> 63n);
}

function zigzagOf(value: number): number {
  return value < 0 ? -2 * value - 1 : 2 * value;
}
