import avro from "avsc";

/** Whether the bytes are exactly one value of a type, with nothing missing and nothing behind it. */
export type Walk = (bytes: Uint8Array) => boolean;

type Step = (cursor: Cursor) => boolean;

interface Cursor {
  readonly bytes: Uint8Array;
  position: number;
  depth: number;
}

const maxDepth = 64;
const maxEmptyItems = 65_536;
const maxVarintBytes = 10;
const strict = new TextDecoder("utf-8", { fatal: true });

/**
 * Compiles a type into a walk over its binary encoding (Avro 1.12, "Binary Encoding").
 *
 * avsc trusts what it reads: it replaces invalid UTF-8, reads beyond the end as zeros, and loops as
 * often as an array's count says. The walk goes first, so that avsc only sees bytes that hold a value.
 */
export function compileWalk(type: avro.Type): Walk {
  const step = compile(type, new Map());
  return (bytes) => {
    const cursor = { bytes, position: 0, depth: 0 };
    return step(cursor) && cursor.position === bytes.length;
  };
}

function compile(type: avro.Type, named: Map<avro.Type, Step>): Step {
  const types = avro.types;
  if (type instanceof types.NullType) return () => true;
  if (type instanceof types.BooleanType) return boolean;
  if (type instanceof types.IntType || type instanceof types.LongType) {
    return (c) => varint(c) !== null;
  }
  if (type instanceof types.FloatType) return (c) => skip(c, 4);
  if (type instanceof types.DoubleType) return (c) => skip(c, 8);
  if (type instanceof types.BytesType) return (c) => lengthPrefixed(c, false);
  if (type instanceof types.StringType) return (c) => lengthPrefixed(c, true);
  if (type instanceof types.FixedType) return (c) => skip(c, type.size);
  if (type instanceof types.EnumType) return index(type.symbols.map(() => () => true));
  if (type instanceof types.ArrayType) return blocks(compile(type.itemsType, named));
  if (type instanceof types.MapType) return blocks(entry(compile(type.valuesType, named)));
  if (type instanceof types.RecordType) return record(type, named);
  if (type instanceof types.LogicalType) return compile(type.underlyingType, named);
  return index(unionTypes(type).map((branch) => compile(branch, named)));
}

function unionTypes(type: avro.Type): readonly avro.Type[] {
  const { WrappedUnionType, UnwrappedUnionType } = avro.types;
  if (type instanceof WrappedUnionType || type instanceof UnwrappedUnionType) return type.types;
  throw new TypeError(`Cannot walk Avro type "${type.typeName}"`);
}

function record(type: avro.types.RecordType, named: Map<avro.Type, Step>): Step {
  const known = named.get(type);
  if (known) return known;
  const fields: Step[] = [];
  const step: Step = (cursor) => {
    if (++cursor.depth > maxDepth) return false;
    for (const field of fields) if (!field(cursor)) return false;
    cursor.depth--;
    return true;
  };
  named.set(type, step); // before the fields: a record may hold itself
  for (const field of type.fields) fields.push(compile(field.type, named));
  return step;
}

function index(branches: readonly Step[]): Step {
  return (cursor) => {
    const branch = branches[varint(cursor) ?? -1];
    return branch !== undefined && branch(cursor);
  };
}

function entry(value: Step): Step {
  return (cursor) => lengthPrefixed(cursor, true) && value(cursor);
}

function blocks(item: Step): Step {
  return (cursor) => {
    for (;;) {
      const count = varint(cursor);
      if (count === null) return false;
      if (count === 0) return true;
      if (count < 0 && varint(cursor) === null) return false;
      if (!items(cursor, item, Math.abs(count))) return false;
    }
  };
}

function items(cursor: Cursor, item: Step, count: number): boolean {
  let empty = 0;
  for (let i = 0; i < count; i++) {
    const before = cursor.position;
    if (!item(cursor)) return false;
    // Items without bytes cost nothing to claim: a count of 2^53 of them is an attack.
    if (cursor.position === before && ++empty > maxEmptyItems) return false;
  }
  return true;
}

function boolean(cursor: Cursor): boolean {
  return (cursor.bytes[cursor.position++] ?? 2) < 2;
}

function skip(cursor: Cursor, length: number): boolean {
  cursor.position += length;
  return length >= 0 && cursor.position <= cursor.bytes.length;
}

function lengthPrefixed(cursor: Cursor, isText: boolean): boolean {
  const length = varint(cursor);
  if (length === null || !skip(cursor, length)) return false;
  return !isText || isUtf8(cursor.bytes, cursor.position - length, cursor.position);
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

/** A zigzag varint of up to ten bytes, overlong ones included; null when it does not end. */
function varint(cursor: Cursor): number | null {
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
