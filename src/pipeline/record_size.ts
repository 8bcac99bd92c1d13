import type { Header, OutputRecord } from "./record.ts";

/** What the size of a record depends on. */
export type Sized = Pick<OutputRecord, "key" | "value" | "headers" | "place">;

// Kafka's record batch header, and the most that lengths, deltas and attributes of a record take.
const batchHeaderBytes = 61;
const recordHeaderBytes = 36;
const headerLengthsBytes = 10;
// All of a delta's or a count's record but the locale: window, numbers, frame, stream-time header.
const countFieldsBytes = 256;
const countBytesBesideLocale = batchHeaderBytes + recordHeaderBytes + countFieldsBytes;

/** What the broker would hold against max.message.bytes, at most, were the record a batch alone. */
export function batchBytesOf(record: Sized): number {
  return batchHeaderBytes + recordBytesOf(record);
}

/** What a record adds to its batch, at most. */
export function recordBytesOf(record: Sized): number {
  let bytes = recordHeaderBytes + contentBytesOf(record);
  for (const header of record.headers) bytes += headerBytesOf(header);
  return bytes;
}

/** What a locale's delta and count take at most: their keys and their values both hold the locale. */
export function countBytesOf(locale: string): number {
  return countBytesBesideLocale + 2 * Buffer.byteLength(locale);
}

/** Whether that is above a limit. To count bytes takes longer than to see that there cannot be so many. */
export function isCountAbove(maxBytes: number, locale: string): boolean {
  const mostBytes = countBytesBesideLocale + 2 * 3 * locale.length;
  return mostBytes > maxBytes && countBytesOf(locale) > maxBytes;
}

function contentBytesOf(record: Sized): number {
  const { place } = record;
  if (place === undefined) return (record.key?.length ?? 0) + (record.value?.length ?? 0);
  const keyBytes = Math.max(0, place.keyEnd - place.keyStart);
  return keyBytes + Math.max(0, place.valueEnd - place.valueStart);
}

function headerBytesOf([name, value]: Header): number {
  return headerLengthsBytes + name.length * 3 + (value?.length ?? 0);
}
