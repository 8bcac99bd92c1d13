import type { InputRecord } from "./record.ts";

/** Bytes before an Avro body: a zero byte and the schema id, big-endian (Confluent wire format). */
export const frameHeaderBytes = 5;

/** Whether a value is an Avro frame; everything else is JSON. */
export function isFrame(value: Uint8Array): boolean {
  return value[0] === 0;
}

/** The schema id of a record's value; null if it is not a frame or has no full header. */
export function schemaIdIn(record: InputRecord): number | null {
  const { place } = record;
  if (place !== undefined) return schemaIdAt(place.bytes, place.valueStart, place.valueEnd);
  const { value } = record;
  return value === null ? null : schemaIdAt(value, 0, value.length);
}

/** The schema id of a value among other bytes; null if it is not a frame or has no full header. */
export function schemaIdAt(bytes: Uint8Array, start: number, end: number): number | null {
  if (end - start < frameHeaderBytes || bytes[start] !== 0) return null;
  return bytes[start + 1]! << 24 | bytes[start + 2]! << 16 | bytes[start + 3]! << 8 |
    bytes[start + 4]!;
}

/** The schema id of a value; null if it is not a frame or has no full header. */
export function schemaIdOf(frame: Uint8Array): number | null {
  return schemaIdAt(frame, 0, frame.length);
}
