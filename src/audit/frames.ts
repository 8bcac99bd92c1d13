import type avro from "avsc";
import type { Codecs } from "../pipeline/avro_codec.ts";
import type { RawRecord } from "../pipeline/decode_json.ts";
import { frameHeaderBytes, isFrame, schemaIdOf } from "../pipeline/frame.ts";
import { Rejection } from "../pipeline/rejection.ts";

/** The fields of a frame in one of these schemas; null for anything else. */
export function readFrame(frame: Uint8Array | null, codecs: Codecs): RawRecord | null {
  const id = frame !== null && isFrame(frame) ? schemaIdOf(frame) : null;
  const codec = id === null ? undefined : codecs.get(id);
  if (codec?.status !== "usable") return null;
  const fields = codec.decode(frame!.subarray(frameHeaderBytes));
  return fields instanceof Rejection ? null : fields;
}

/** The fields of a frame that this very process has written. */
export function readOwnFrame(frame: Uint8Array, type: avro.Type): RawRecord {
  const { buffer, byteOffset, length } = frame;
  return type.fromBuffer(Buffer.from(buffer, byteOffset, length).subarray(frameHeaderBytes));
}
