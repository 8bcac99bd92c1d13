import type { Codecs } from "./avro_codec.ts";
import { decodeJson, type RawRecord } from "./decode_json.ts";
import { frameHeaderBytes, isFrame, schemaIdOf } from "./frame.ts";
import { Rejection } from "./rejection.ts";

/** Reads a value as an Avro frame or as JSON; the first byte decides. */
export function decode(
  value: Uint8Array,
  codecs: Codecs,
  maxValueBytes: number,
): RawRecord | Rejection {
  if (value.length === 0) return new Rejection("EMPTY_VALUE");
  if (value.length > maxValueBytes) return new Rejection("VALUE_TOO_LARGE");
  return isFrame(value) ? readFrame(value, codecs) : decodeJson(value);
}

/** Reads the fields of an Avro frame; a value that is no frame counts as a truncated one. */
export function readFrame(frame: Uint8Array, codecs: Codecs): RawRecord | Rejection {
  const id = schemaIdOf(frame);
  if (id === null) return new Rejection("TRUNCATED_FRAME");
  const codec = codecs.get(id);
  // An id that was not looked up is not unknown: guessing would reject good records.
  if (codec === undefined) throw new Error(`Cannot decode: schema id ${id} was not looked up`);
  if (codec.status === "usable") return codec.decode(frame.subarray(frameHeaderBytes));
  return new Rejection(codec.status === "unknown" ? "UNKNOWN_SCHEMA" : "INCOMPATIBLE_SCHEMA");
}
