import type avro from "avsc";
import type { Codecs } from "../pipeline/avro_codec.ts";
import { readFrame } from "../pipeline/decode.ts";
import type { RawRecord } from "../pipeline/decode_json.ts";
import { frameHeaderBytes } from "../pipeline/frame.ts";
import { Rejection } from "../pipeline/rejection.ts";

/** The fields of a frame that a codec can read; null for any other value. */
export function fieldsOf(value: Uint8Array | null, codecs: Codecs): RawRecord | null {
  const fields = value === null ? null : readFrame(value, codecs);
  return fields instanceof Rejection ? null : fields;
}

/** The fields of a frame that this process wrote itself. */
export function readOwnFrame(frame: Uint8Array, type: avro.Type): RawRecord {
  const { buffer, byteOffset, length } = frame;
  return type.fromBuffer(Buffer.from(buffer, byteOffset, length).subarray(frameHeaderBytes));
}
