import { type Cursor, readInt, readLong, readText, readVarint, type Step } from "./avro_cursor.ts";
import type { AvroField, AvroRecord, AvroSchema } from "./avro_schema.ts";
import { compileWalk } from "./avro_walk.ts";
import type { RawRecord } from "./decode_json.ts";
import { fieldIndex } from "./login_fields.ts";
import { Rejection } from "./rejection.ts";

/** Reads one value at a cursor; undefined when the bytes there are malformed. */
export type Reading<T> = (cursor: Cursor) => T | Rejection | undefined;

type Value = string | number | null;
type Walks = Map<AvroSchema, Step>;
/** Reads one field into the values and moves past it; false when the bytes are malformed. */
type FieldStep = (cursor: Cursor, values: (Value | Rejection)[]) => boolean;

/**
 * Plans how a writer's records are read as the reader's, as Avro 1.12 defines it ("Schema
 * Resolution"); null when no record of the writer can be read. Names compare without namespaces, and
 * aliases are the reader's. Of a union, only the branch that was written counts, so a record never
 * fails for what another record holds. Fields that the reader does not have are skipped.
 */
export function planReading(writer: AvroSchema, reader: AvroRecord): Reading<RawRecord> | null {
  if (writer.kind !== "union") return writer.kind === "record" ? planRecord(writer, reader) : null;
  const plans = writer.branches.map((branch) => planReading(branch, reader));
  const incompatible = new Rejection("INCOMPATIBLE_SCHEMA");
  if (plans.every((plan) => plan === null)) return null;
  return chosen(
    plans.map((plan, i) => plan ?? refusing(writer.branches[i]!, incompatible, new Map())),
  );
}

function planRecord(writer: AvroRecord, reader: AvroRecord): Reading<RawRecord> | null {
  if (![reader.name, ...reader.aliases].map(unqualified).includes(unqualified(writer.name))) {
    return null;
  }
  const walks: Walks = new Map();
  const sources = reader.fields.map((field) => sourceOf(field, writer));
  const isMissing = reader.fields.some((field, i) =>
    sources[i] === undefined && field.default === undefined
  );
  if (isMissing) return null;
  const steps: FieldStep[] = [];
  for (const source of writer.fields) {
    const index = sources.indexOf(source);
    const step = index < 0
      ? compileWalk(source.type, walks)
      : planField(source.type, reader.fields[index]!, index, walks);
    if (step === null) return null;
    steps.push(step);
  }
  const names = reader.fields.map(({ name }) => name);
  const blank = Object.fromEntries(names.map((name) => [name, null]));
  const defaults = reader.fields.map((field) => (field.default ?? null) as Value);
  return (cursor) => {
    const values: (Value | Rejection)[] = defaults.slice();
    for (const step of steps) if (!step(cursor, values)) return undefined;
    const record: Record<string, unknown> = { ...blank };
    for (let i = 0; i < names.length; i++) {
      const value = values[i]!;
      if (value instanceof Rejection) return value;
      record[names[i]!] = value;
    }
    return record;
  };
}

/** The writer's field that a reader's field is read from. */
function sourceOf({ name, aliases }: AvroField, writer: AvroRecord): AvroField | undefined {
  return writer.fields.find((field) => field.name === name) ??
    writer.fields.find((field) => aliases.includes(field.name));
}

function unqualified(name: string): string {
  return name.slice(name.lastIndexOf(".") + 1);
}

function planField(
  writer: AvroSchema,
  { name, type }: AvroField,
  index: number,
  walks: Walks,
): FieldStep | null {
  const field = Object.hasOwn(fieldIndex, name) ? name : null;
  const read = planValue(writer, type, {
    missing: new Rejection("MISSING_FIELD", field),
    wrong: new Rejection("WRONG_TYPE", field),
    walks,
  });
  return read && ((cursor, values) => {
    const value = read(cursor);
    if (value === undefined) return false;
    values[index] = value;
    return true;
  });
}

interface FieldPlan {
  readonly missing: Rejection;
  readonly wrong: Rejection;
  readonly walks: Walks;
}

function planValue(writer: AvroSchema, reader: AvroSchema, plan: FieldPlan): Reading<Value> | null {
  if (writer.kind === "union") {
    return chosen(writer.branches.map((branch) =>
      planValue(branch, reader, plan) ??
        refusing(branch, branch.kind === "null" ? plan.missing : plan.wrong, plan.walks)
    ));
  }
  if (reader.kind !== "union") return primitive(writer, reader);
  for (const branch of reader.branches) {
    const read = planValue(writer, branch, plan);
    if (read !== null) return read;
  }
  return null;
}

/** The records of the contract hold only texts, whole numbers and nulls. */
function primitive(writer: AvroSchema, reader: AvroSchema): Reading<Value> | null {
  switch (reader.kind) {
    case "null":
      return writer.kind === "null" ? () => null : null;
    case "string":
      return writer.kind === "string" || writer.kind === "bytes" ? readText : null;
    case "int":
      return writer.kind === "int" ? readInt : null;
    case "long":
      return writer.kind === "int" ? readInt : writer.kind === "long" ? exactLong : null;
    default:
      return null;
  }
}

/** A JavaScript number is exact up to 2^53, which is far later than any valid login. */
function exactLong(cursor: Cursor): number | Rejection | undefined {
  const long = readLong(cursor);
  return long === undefined || Math.abs(long) < Number.MAX_SAFE_INTEGER
    ? long
    : new Rejection("TIMESTAMP_OUT_OF_RANGE", "timestamp");
}

/** Reads the branch that was written. */
function chosen<T>(branches: readonly Reading<T>[]): Reading<T> {
  return (cursor) => branches[readVarint(cursor) ?? -1]?.(cursor);
}

/** Skips a value that does not resolve. */
function refusing(writer: AvroSchema, rejection: Rejection, walks: Walks): Reading<never> {
  const walk = compileWalk(writer, walks);
  return (cursor) => walk(cursor) ? rejection : undefined;
}
