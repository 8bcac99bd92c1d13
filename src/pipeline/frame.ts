import type { InputRecord } from "./record.ts";

/** Bytes before an Avro body: a zero byte and the schema id, big-endian (Confluent wire format). */
export const frameHeaderBytes = 5;

/** Whether a value is an Avro frame; everything else is JSON. */
export function isFrame(value: Uint8Array): boolean {
  return value[0] === 0;
}

/** The schema id of a record whose value is a frame; null for any other, and where it is cut short. */
export function schemaIdIn(record: InputRecord): number | null {
  const { place } = record;
  if (place !== undefined && place.bytes[place.valueStart] !== 0) return null;
  const { value } = record;
  return value !== null && isFrame(value) ? schemaIdOf(value) : null;
}

/** The schema id of a frame; null when the header is cut short. */
export function schemaIdOf(frame: Uint8Array): number | null {
  if (frame.length < frameHeaderBytes) return null;
  return frame[1]! << 24 | frame[2]! << 16 | frame[3]! << 8 | frame[4]!;
}
