import avro from "avsc";
import { compileWalk } from "./avro_walk.ts";
import type { RawRecord } from "./decode_json.ts";
import { Rejection } from "./rejection.ts";

/** How the bodies of one writer schema id are read. */
export type WriterCodec =
  | { readonly status: "usable"; readonly decode: (body: Uint8Array) => RawRecord | Rejection }
  | { readonly status: "incompatible" }
  | { readonly status: "unknown" };

/** Codecs by schema id: everything that a batch's frames name is in it before the core runs. */
export type Codecs = ReadonlyMap<number, WriterCodec>;

/**
 * Builds the codec of a writer schema for a reader type, once: resolving costs a thousand times
 * what reading costs. The writer must be a record of the reader's full name that resolves to it.
 */
export function buildCodec(writerSchema: unknown, reader: avro.Type): WriterCodec {
  try {
    const writer = avro.Type.forSchema(writerSchema as avro.Schema);
    if (!isRecord(writer) || !isRecord(reader)) return { status: "incompatible" };
    // avsc looks fields up in a plain object, where these names are found without being there, and
    // would read the fields behind them shifted.
    if (writer.fields.some(({ name }) => name in Object.prototype)) {
      return { status: "incompatible" };
    }
    const resolver = reader.createResolver(writer); // throws on another name as well
    const isValid = compileWalk(writer, reader);
    const decode = (body: Uint8Array) => decodeBody(body, reader, resolver, isValid);
    return { status: "usable", decode };
  } catch {
    return { status: "incompatible" };
  }
}

function isRecord(type: avro.Type): type is avro.types.RecordType {
  return type instanceof avro.types.RecordType && type.typeName === "record";
}

function decodeBody(
  body: Uint8Array,
  reader: avro.Type,
  resolver: ReturnType<avro.Type["createResolver"]>,
  isValid: (body: Uint8Array) => boolean,
): RawRecord | Rejection {
  if (!isValid(body)) return new Rejection("MALFORMED_AVRO");
  try {
    return reader.fromBuffer(asBuffer(body), resolver);
  } catch {
    // After the walk, all that avsc refuses is a long of 2^53 - 1 or more, and a login has one.
    return new Rejection("TIMESTAMP_OUT_OF_RANGE", "timestamp");
  }
}

function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.isBuffer(bytes)
    ? bytes
    : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
