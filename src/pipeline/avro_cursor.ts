/** A position in an Avro body, with counters that limit the work. */
export interface Cursor {
  readonly bytes: Buffer;
  position: number;
  /** The depth of nested records. */
  depth: number;
  /** The number of nested records and items that had no bytes. */
  emptyValues: number;
}

/** Moves a cursor past one value; false if the bytes are malformed. */
export type Step = (cursor: Cursor) => boolean;

const maxVarintBytes = 10;
const strict = new TextDecoder("utf-8", { fatal: true });

/** Skips a boolean. */
export function skipBoolean(cursor: Cursor): boolean {
  return (cursor.bytes[cursor.position++] ?? 2) < 2;
}

/** Skips a number of bytes. */
export function skipBytes(cursor: Cursor, length: number): boolean {
  cursor.position += length;
  return length >= 0 && cursor.position <= cursor.bytes.length;
}

/** Skips an int: a varint of 32 bits. */
export function skipInt(cursor: Cursor): boolean {
  const value = readVarint(cursor);
  return value !== null && value === (value | 0);
}

/** Skips a long: a varint of 64 bits. */
export function skipLong(cursor: Cursor): boolean {
  return readVarint(cursor) !== null;
}

/** Skips bytes with their length. */
export function skipSized(cursor: Cursor): boolean {
  const length = readVarint(cursor);
  return length !== null && skipBytes(cursor, length);
}

/** Skips a text with its length; checks that it is UTF-8. */
export function skipText(cursor: Cursor): boolean {
  const length = readVarint(cursor);
  return length !== null && skipBytes(cursor, length) &&
    isUtf8(cursor.bytes, cursor.position - length, cursor.position);
}

/** Reads a text with its length; undefined if it is cut or not UTF-8. */
export function readText(cursor: Cursor): string | undefined {
  const length = readVarint(cursor);
  if (length === null || !skipBytes(cursor, length)) return undefined;
  const { bytes, position } = cursor;
  if (!isUtf8(bytes, position - length, position)) return undefined;
  return bytes.toString("utf8", position - length, position);
}

/** Reads an int: a varint of 32 bits; undefined if it is malformed. */
export function readInt(cursor: Cursor): number | undefined {
  const value = readVarint(cursor);
  return value !== null && value === (value | 0) ? value : undefined;
}

/** Reads a long, exact up to 2^53; undefined if it does not end. */
export function readLong(cursor: Cursor): number | undefined {
  return readVarint(cursor) ?? undefined;
}

/** Reads a zigzag varint of up to ten bytes, also an overlong one; null if it does not end. */
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
