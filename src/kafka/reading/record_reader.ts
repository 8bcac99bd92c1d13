import type { Buffer } from "node:buffer";
import type { Header } from "../../pipeline/record.ts";

const noHeaders: readonly Header[] = [];

/**
 * Reads the fields of records (Kafka protocol, "Record") from start to end. It returns plain numbers,
 * exact up to 2^53, which no offset exceeds. The delta of a timestamp can be read exactly.
 */
export class RecordReader {
  /** The bytes to read. */
  readonly bytes: Buffer;
  /** Where the next byte is read. */
  position = 0;
  #headers = noHeaders;
  #headersStart = 0;
  #headersEnd = 0;

  /** Starts at the first byte. */
  constructor(bytes: Buffer) {
    this.bytes = bytes;
  }

  /** Skips bytes. */
  skip(length: number): void {
    this.position += length;
  }

  /** A zigzag number of up to 32 bits. */
  varint(): number {
    const bytes = this.bytes;
    let byte = bytes[this.position++]!;
    let zigzag = byte & 0x7f;
    for (let shift = 7; byte >= 0x80; shift += 7) {
      if (shift > 28) throw new Error(`a varint has more than 5 bytes`);
      byte = bytes[this.position++]!;
      zigzag |= (byte & 0x7f) << shift;
    }
    return zigzag >>> 1 ^ -(zigzag & 1);
  }

  /** A zigzag number of up to 64 bits. It is exact below 2^52; a larger one stays at least that large. */
  varlong(): number {
    const bytes = this.bytes;
    let byte = bytes[this.position++]!;
    let zigzag = byte & 0x7f;
    for (let unit = 0x80; byte >= 0x80; unit *= 0x80) {
      if (unit > 2 ** 63) throw new Error(`a varlong has more than 10 bytes`);
      byte = bytes[this.position++]!;
      zigzag += (byte & 0x7f) * unit;
    }
    return zigzag % 2 === 0 ? zigzag / 2 : -(zigzag + 1) / 2;
  }

  /** The same, but always exact, and about forty times slower. */
  exactVarlong(): bigint {
    const bytes = this.bytes;
    let zigzag = 0n;
    for (let shift = 0n;; shift += 7n) {
      if (shift > 63n) throw new Error(`a varlong has more than 10 bytes`);
      const byte = bytes[this.position++]!;
      zigzag |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) break;
    }
    zigzag = BigInt.asUintN(64, zigzag);
    return zigzag >> 1n ^ -(zigzag & 1n);
  }

  /** Skips length-prefixed bytes and returns their length; -1 stands for null. */
  skipNullableBytes(): number {
    const length = this.varint();
    if (length < 0) return -1;
    this.#advance(length);
    return length;
  }

  /** Length-prefixed bytes; a negative length stands for null. */
  nullableBytes(): Buffer | null {
    const length = this.skipNullableBytes();
    return length < 0 ? null : this.bytes.subarray(this.position - length, this.position);
  }

  /**
   * The headers of a record that ends at `end`, in order, including repeated names. Neighboring records
   * of one program mostly have equal headers, and then share one array.
   */
  headers(end: number): readonly Header[] {
    if (this.#isLikeTheLast(end)) {
      this.position = end;
      return this.#headers;
    }
    this.#headersStart = this.position;
    this.#headers = this.#readHeaders();
    this.#headersEnd = this.position;
    return this.#headers;
  }

  #isLikeTheLast(end: number): boolean {
    const [bytes, start, lastStart] = [this.bytes, this.position, this.#headersStart];
    const length = this.#headersEnd - lastStart;
    if (length === 0 || end - start !== length) return false;
    for (let i = 0; i < length; i++) {
      if (bytes[start + i] !== bytes[lastStart + i]) return false;
    }
    return true;
  }

  #readHeaders(): readonly Header[] {
    const count = this.varint();
    if (count === 0) return noHeaders;
    if (count < 0 || count > this.bytes.length - this.position) {
      throw new Error(`a record claims ${count} headers`);
    }
    const headers = new Array<Header>(count);
    for (let i = 0; i < count; i++) headers[i] = [this.#utf8(), this.nullableBytes()];
    return headers;
  }

  #utf8(): string {
    const start = this.#advance(this.varint());
    return this.bytes.toString("utf8", start, this.position);
  }

  #advance(length: number): number {
    const start = this.position;
    if (length < 0 || length > this.bytes.length - start) {
      throw new Error(`a field claims ${length} bytes and ${this.bytes.length - start} are left`);
    }
    this.position = start + length;
    return start;
  }
}
