import type { Header, OutputRecord } from "./record.ts";

/** The parts of a record that its size depends on. */
export type Sized = Pick<OutputRecord, "key" | "value" | "headers" | "place">;

// Kafka's record batch header, and an upper bound for a record's lengths, deltas and attributes.
const batchHeaderBytes = 61;
const recordHeaderBytes = 36;
const headerLengthsBytes = 10;
// A delta or a count without its locale: window, numbers, frame, stream-time header.
const countFieldsBytes = 256;
const countBytesBesideLocale = batchHeaderBytes + recordHeaderBytes + countFieldsBytes;

/** An upper bound for what the broker compares with max.message.bytes, for a batch of one record. */
export function batchBytesOf(record: Sized): number {
  return batchHeaderBytes + recordBytesOf(record);
}

/** An upper bound for what a record adds to its batch. */
export function recordBytesOf(record: Sized): number {
  let bytes = recordHeaderBytes + contentBytesOf(record);
  for (const header of record.headers) bytes += headerBytesOf(header);
  return bytes;
}

/** An upper bound for a locale's delta and count; the locale is in their keys and their values. */
export function countBytesOf(locale: string): number {
  return countBytesBesideLocale + 2 * Buffer.byteLength(locale);
}

/** Whether that is above a limit. The length of the text mostly settles it without counting bytes. */
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
