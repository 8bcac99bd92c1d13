/** A position in an Avro body, and what reading it has cost so far. */
export interface Cursor {
  readonly bytes: Buffer;
  position: number;
  /** Records inside records. */
  depth: number;
  /** Inner records, and items of arrays and maps, that had no bytes of their own. */
  emptyValues: number;
}

/** Moves a cursor behind one value; false when the bytes there are not one. */
export type Step = (cursor: Cursor) => boolean;

const maxVarintBytes = 10;
const strict = new TextDecoder("utf-8", { fatal: true });

/** Moves behind a boolean. */
export function skipBoolean(cursor: Cursor): boolean {
  return (cursor.bytes[cursor.position++] ?? 2) < 2;
}

/** Moves behind a number of bytes. */
export function skipBytes(cursor: Cursor, length: number): boolean {
  cursor.position += length;
  return length >= 0 && cursor.position <= cursor.bytes.length;
}

/** Moves behind an int: a varint of 32 bits. */
export function skipInt(cursor: Cursor): boolean {
  const value = readVarint(cursor);
  return value !== null && value === (value | 0);
}

/** Moves behind a long: a varint of 64 bits. */
export function skipLong(cursor: Cursor): boolean {
  return readVarint(cursor) !== null;
}

/** Moves behind bytes that follow their length. */
export function skipSized(cursor: Cursor): boolean {
  const length = readVarint(cursor);
  return length !== null && skipBytes(cursor, length);
}

/** Moves behind a text that follows its length and is valid UTF-8. */
export function skipText(cursor: Cursor): boolean {
  const length = readVarint(cursor);
  return length !== null && skipBytes(cursor, length) &&
    isUtf8(cursor.bytes, cursor.position - length, cursor.position);
}

/** Reads a text that follows its length; undefined when it is cut short or no UTF-8. */
export function readText(cursor: Cursor): string | undefined {
  const length = readVarint(cursor);
  if (length === null || !skipBytes(cursor, length)) return undefined;
  const { bytes, position } = cursor;
  if (!isUtf8(bytes, position - length, position)) return undefined;
  return bytes.toString("utf8", position - length, position);
}

/** Reads an int: a varint of 32 bits; undefined when it is none. */
export function readInt(cursor: Cursor): number | undefined {
  const value = readVarint(cursor);
  return value !== null && value === (value | 0) ? value : undefined;
}

/** Reads a long; undefined when it does not end. It is exact up to 2^53. */
export function readLong(cursor: Cursor): number | undefined {
  return readVarint(cursor) ?? undefined;
}

/** A zigzag varint of up to ten bytes, overlong ones included; null when it does not end. */
export function readVarint(cursor: Cursor): number | null {
  let value = 0;
  let scale = 1;
  for (let i = 0; i < maxVarintBytes; i++) {
    const byte = cursor.bytes[cursor.position++];
    if (byte === undefined) return null;
    value += (byte & 0x7f) * scale;
    if (byte < 0x80) return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
    scale *= 128;
  }
  return null;
}

function isUtf8(bytes: Uint8Array, start: number, end: number): boolean {
  let bits = 0;
  for (let i = start; i < end; i++) bits |= bytes[i]!;
  if (bits < 0x80) return true;
  try {
    strict.decode(bytes.subarray(start, end));
    return true;
  } catch {
    return false;
  }
}
