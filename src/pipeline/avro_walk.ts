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
import type { AvroRecord, AvroSchema } from "./avro_schema.ts";

const maxDepth = 64;
const maxEmptyValues = 65_536;

/**
 * Compiles a schema into a walk: it skips one value in binary encoding (Avro 1.12, "Binary Encoding")
 * and checks that it is valid. `known` holds the walks of records: pass the same map for all values of
 * one schema.
 *
 * avsc trusts the values that it skips: it reads zeros past the end, loops as often as the count of an
 * array says, and jumps, even backwards, as far as the size of a block says.
 */
export function compileWalk(schema: AvroSchema, known: Map<AvroSchema, Step>): Step {
  switch (schema.kind) {
    case "null":
      return () => true;
    case "boolean":
      return skipBoolean;
    case "int":
      return skipInt;
    case "long":
      return skipLong;
    case "float":
      return (cursor) => skipBytes(cursor, 4);
    case "double":
      return (cursor) => skipBytes(cursor, 8);
    case "bytes":
      return skipSized;
    case "string":
      return skipText;
    case "fixed":
      return (cursor) => skipBytes(cursor, schema.size);
    case "enum":
      return (cursor) => isIndex(readVarint(cursor), schema.symbolCount);
    case "array":
      return blocks(compileWalk(schema.items, known));
    case "map":
      return blocks(inOrder([skipText, compileWalk(schema.values, known)]));
    case "union":
      return branch(schema.branches.map((each) => compileWalk(each, known)));
    case "record":
      return record(schema, known);
  }
}

function isIndex(index: number | null, length: number): boolean {
  return index !== null && index >= 0 && index < length;
}

function record(schema: AvroRecord, known: Map<AvroSchema, Step>): Step {
  const compiled = known.get(schema);
  if (compiled) return compiled;
  const fields: Step[] = [];
  const allFields = inOrder(fields);
  const step: Step = (cursor) => {
    const before = cursor.position;
    if (++cursor.depth > maxDepth || !allFields(cursor)) return false;
    cursor.depth--;
    return isPaidFor(cursor, before);
  };
  known.set(schema, step); // before the fields, because a record may contain itself
  for (const { type } of schema.fields) fields.push(compileWalk(type, known));
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

/** Skips a block with a size, which has to be right because other readers use it to skip. */
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
 * Values without bytes are free to claim: an array may count 2^53 of them, and thirty nested records
 * that contain the next one twice make 2^30. So their number in a body is limited.
 */
function isPaidFor(cursor: Cursor, start: number): boolean {
  return cursor.position > start || ++cursor.emptyValues <= maxEmptyValues;
}
