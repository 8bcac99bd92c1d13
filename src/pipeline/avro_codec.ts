import type avro from "avsc";
import { planReading, type Reading } from "./avro_resolution.ts";
import { type AvroRecord, type AvroSchema, parseSchema } from "./avro_schema.ts";
import type { RawRecord } from "./decode_json.ts";
import { Rejection } from "./rejection.ts";

/** How the bodies of one writer schema id are read. */
export type WriterCodec =
  | { readonly status: "usable"; readonly decode: (body: Uint8Array) => RawRecord | Rejection }
  | { readonly status: "incompatible" }
  | { readonly status: "unknown" };

/** Codecs by schema id. Before the core runs, it holds every id that the frames of a batch name. */
export type Codecs = ReadonlyMap<number, WriterCodec>;

/**
 * Builds the codec of a writer schema for a reader type. The schema comes as JSON, with the schemas
 * that it refers to. Build it once: planning costs a thousand times what reading costs. A codec is
 * incompatible when no record of the writer can be read.
 */
export function buildCodec(
  writerSchema: unknown,
  reader: avro.Type,
  referenced: readonly unknown[] = [],
): WriterCodec {
  const reading = planOf(writerSchema, reader, referenced);
  if (reading === null) return { status: "incompatible" };
  return { status: "usable", decode: (body) => decodeBody(body, reading) };
}

function planOf(writerSchema: unknown, reader: avro.Type, referenced: readonly unknown[]) {
  try {
    return planReading(parseSchema(plain(writerSchema), referenced), recordOf(reader));
  } catch {
    return null; // not an Avro schema
  }
}

/** A schema may be given as an avsc type, which JSON.stringify turns into its schema. */
function plain(schema: unknown): unknown {
  return JSON.parse(JSON.stringify(schema));
}

function recordOf(reader: avro.Type): AvroRecord {
  const schema: AvroSchema = parseSchema(plain(reader));
  if (schema.kind !== "record") throw new TypeError("a reader is a record");
  return schema;
}

function decodeBody(body: Uint8Array, reading: Reading<RawRecord>): RawRecord | Rejection {
  const cursor = { bytes: asBuffer(body), position: 0, depth: 0, emptyValues: 0 };
  const read = reading(cursor);
  const isWhole = read !== undefined && cursor.position === body.length;
  return isWhole ? read : new Rejection("MALFORMED_AVRO");
}

function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.isBuffer(bytes)
    ? bytes
    : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
