import avro from "avsc";
import {
  type Cursor,
  readVarint,
  skipBoolean,
  skipBytes,
  skipInt,
  skipLong,
  skipSized,
  skipText,
  type Step,
} from "./avro_cursor.ts";

/** Whether the bytes are exactly one value of a type, with nothing missing and nothing behind it. */
export type Walk = (bytes: Uint8Array) => boolean;

const maxDepth = 64;
const maxEmptyValues = 65_536;

/**
 * Compiles a writer's record into a walk over its binary encoding (Avro 1.12, "Binary Encoding").
 *
 * avsc trusts what it reads: it replaces invalid UTF-8, reads beyond the end as zeros, loops as often
 * as an array's count says, and jumps, also backwards, as far as a block's size says. The walk goes
 * first, so that avsc only sees bytes that hold a value.
 */
export function compileWalk(writer: avro.types.RecordType, reader: avro.types.RecordType): Walk {
  const known = new Map<avro.Type, Step>();
  const steps = writer.fields.map(({ name, type }) =>
    compile(type, known, isText(reader.field(name)?.type))
  );
  const step = inOrder(steps);
  return (bytes) => {
    const cursor = { bytes, position: 0, depth: 0, emptyValues: 0 };
    return step(cursor) && cursor.position === bytes.length;
  };
}

/** Whether bytes that the writer wrote are promoted to a string. */
function isText(reader: avro.Type | undefined): boolean {
  if (reader instanceof avro.types.StringType) return true;
  const branches = reader === undefined ? null : unionTypes(reader);
  return branches !== null && branches.some(isText);
}

function compile(type: avro.Type, known: Map<avro.Type, Step>, bytesAreText = false): Step {
  const types = avro.types;
  if (type instanceof types.NullType) return () => true;
  if (type instanceof types.BooleanType) return skipBoolean;
  if (type instanceof types.IntType) return skipInt;
  if (type instanceof types.LongType) return skipLong;
  if (type instanceof types.FloatType) return (cursor) => skipBytes(cursor, 4);
  if (type instanceof types.DoubleType) return (cursor) => skipBytes(cursor, 8);
  if (type instanceof types.BytesType) return bytesAreText ? skipText : skipSized;
  if (type instanceof types.StringType) return skipText;
  if (type instanceof types.FixedType) return (cursor) => skipBytes(cursor, type.size);
  if (type instanceof types.EnumType) return branch(type.symbols.map(() => () => true));
  if (type instanceof types.ArrayType) return blocks(compile(type.itemsType, known));
  if (type instanceof types.MapType) {
    return blocks(inOrder([skipText, compile(type.valuesType, known)]));
  }
  if (type instanceof types.RecordType) return record(type, known);
  if (type instanceof types.LogicalType) return compile(type.underlyingType, known, bytesAreText);
  const branches = unionTypes(type);
  if (branches === null) throw new TypeError(`Cannot walk Avro type "${type.typeName}"`);
  return branch(branches.map((each) => compile(each, known, bytesAreText)));
}

function unionTypes(type: avro.Type): readonly avro.Type[] | null {
  const { WrappedUnionType, UnwrappedUnionType } = avro.types;
  const isUnion = type instanceof WrappedUnionType || type instanceof UnwrappedUnionType;
  return isUnion ? type.types : null;
}

function record(type: avro.types.RecordType, known: Map<avro.Type, Step>): Step {
  const compiled = known.get(type);
  if (compiled) return compiled;
  const fields: Step[] = [];
  const allFields = inOrder(fields);
  const step: Step = (cursor) => {
    const before = cursor.position;
    if (++cursor.depth > maxDepth || !allFields(cursor)) return false;
    cursor.depth--;
    return isPaidFor(cursor, before);
  };
  known.set(type, step); // before the fields: a record may hold itself
  for (const field of type.fields) fields.push(compile(field.type, known));
  return step;
}

function inOrder(steps: readonly Step[]): Step {
  return (cursor) => {
    for (const step of steps) if (!step(cursor)) return false;
    return true;
  };
}

function branch(branches: readonly Step[]): Step {
  return (cursor) => {
    const chosen = branches[readVarint(cursor) ?? -1];
    return chosen !== undefined && chosen(cursor);
  };
}

function blocks(item: Step): Step {
  return (cursor) => {
    for (;;) {
      const count = readVarint(cursor);
      if (count === null) return false;
      if (count === 0) return true;
      if (!(count > 0 ? items(cursor, item, count) : sizedItems(cursor, item, -count))) {
        return false;
      }
    }
  };
}

/** A block with its size: it must be the true one, since avsc skips the block by it. */
function sizedItems(cursor: Cursor, item: Step, count: number): boolean {
  const size = readVarint(cursor);
  const start = cursor.position;
  return size !== null && items(cursor, item, count) && cursor.position === start + size;
}

function items(cursor: Cursor, item: Step, count: number): boolean {
  for (let i = 0; i < count; i++) {
    const before = cursor.position;
    if (!item(cursor) || !isPaidFor(cursor, before)) return false;
  }
  return true;
}

/**
 * Values without bytes cost nothing to claim: an array may count 2^53 of them, and thirty records
 * that each hold the next one twice are a thousand million. So a body may have only so many.
 */
function isPaidFor(cursor: Cursor, start: number): boolean {
  return cursor.position > start || ++cursor.emptyValues <= maxEmptyValues;
}
