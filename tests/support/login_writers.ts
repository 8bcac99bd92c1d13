import { assert } from "@std/assert";
import avro from "avsc";
import { buildCodec } from "../../src/pipeline/avro_codec.ts";
import { Rejection } from "../../src/pipeline/rejection.ts";
import { avroType, schemaTexts } from "../../src/pipeline/schemas.ts";
import { withoutUnset } from "./logins.ts";

/** A field of a writer's schema. */
export interface Field {
  readonly name: string;
  readonly type: unknown;
  readonly default?: unknown;
}

/** Reads values of a test's writers. */
export const reader = avroType("UserLogin");
/** The schema that the writers of a test change. */
export const schema = JSON.parse(schemaTexts.UserLogin);
/** Its fields. */
export const fields: readonly Field[] = schema.fields;

/** Writes a value with a writer's fields and reads it as a UserLogin. */
export function reread(writerFields: readonly Field[], value: object): unknown {
  const writer = { ...schema, fields: writerFields };
  return decode(writer, avro.Type.forSchema(writer).toBuffer(value));
}

/** The result of reading a body with a writer's schema. */
export function decode(writer: unknown, body: Uint8Array): unknown {
  const codec = buildCodec(writer, reader);
  assert(codec.status === "usable", codec.status);
  const decoded = codec.decode(body);
  return decoded instanceof Rejection ? decoded : withoutUnset(decoded);
}

/** The fields with one of another type. */
export function retyped(name: string, type: unknown): Field[] {
  return fields.map((field) => field.name === name ? { name, type } : field);
}

/** The fields without one. */
export function without(name: string): Field[] {
  return fields.filter((field) => field.name !== name);
}
