import { Buffer } from "node:buffer";
import type { RecordPlace } from "../../pipeline/record.ts";
import type { RecordTime } from "../../pipeline/record_time.ts";
import { type ByteWriter, sizeOfVarint, sizeOfVarlong } from "./byte_writer.ts";

/** The type of a key, a value or a header's value. */
export type Bytes = Uint8Array | string | null;

/** Headers in the form of kafkajs, or as pairs, which keep their order. */
export type HeadersToSend =
  | Readonly<Record<string, Bytes | undefined | readonly Bytes[]>>
  | readonly (readonly [name: string, value: Bytes])[];

/** A message for a producer. */
export interface MessageToSend {
  /** Null or undefined for a message without a key. */
  readonly key?: Bytes;
  /** Null for a tombstone. */
  readonly value: Bytes;
  /** Milliseconds since the epoch; the current time by default. */
  readonly timestamp?: RecordTime | string;
  /** No headers by default. */
  readonly headers?: HeadersToSend;
  /** Without it, the partitioner decides. */
  readonly partition?: number;
  /** The positions of key and value in other bytes, from which they are then copied. */
  readonly place?: RecordPlace;
}

type HeaderPairs = readonly (readonly [name: string, value: Bytes])[];

const noHeaders: HeaderPairs = [];
const attributesSize = 1;
const maxVarintSize = 5;
/** Five varints, a varlong and the attributes. The 2 makes up for null, which counts as -1 elsewhere. */
const mostRecordOverhead = 5 * maxVarintSize + 10 + attributesSize + 2;

/** Writes one record (Kafka protocol, "Record", message format 2). */
export function writeRecord(
  writer: ByteWriter,
  message: MessageToSend,
  offsetDelta: number,
  timestampDelta: RecordTime,
): void {
  const headers = message.headers ? pairsOf(message.headers) : noHeaders;
  const sizeOfRest = attributesSize + sizeOfVarlong(timestampDelta) + sizeOfVarint(offsetDelta) +
    sizeOfHeaders(headers);
  const { place } = message;
  const keyLength = place ? lengthIn(place.keyStart, place.keyEnd) : lengthOf(message.key ?? null);
  const valueLength = place ? lengthIn(place.valueStart, place.valueEnd) : lengthOf(message.value);
  const size = sizeOfRest + sizeOfBytes(keyLength) + sizeOfBytes(valueLength);
  writer.reserve(maxVarintSize + size);
  writer.varint(size);
  writer.int8(0);
  writer.varlong(timestampDelta);
  writer.varint(offsetDelta);
  if (place) writePlaced(writer, place, keyLength, valueLength);
  else {
    writeBytes(writer, message.key ?? null, keyLength);
    writeBytes(writer, message.value, valueLength);
  }
  writer.varint(headers.length);
  for (const [name, value] of headers) {
    writeBytes(writer, name, lengthOf(name));
    writeBytes(writer, value, lengthOf(value));
  }
}

/** An upper bound of the size of a message in a record batch, in bytes. */
export function mostBytesOf(message: MessageToSend): number {
  const { place } = message;
  const headers = message.headers ? pairsOf(message.headers) : noHeaders;
  let bytes = mostRecordOverhead;
  if (place) bytes += place.keyEnd - place.keyStart + place.valueEnd - place.valueStart;
  else bytes += lengthOf(message.key ?? null) + lengthOf(message.value);
  for (const [name, value] of headers) {
    bytes += 2 * maxVarintSize + lengthOf(name) + lengthOf(value);
  }
  return bytes;
}

function writePlaced(
  writer: ByteWriter,
  { bytes, keyStart, valueStart }: RecordPlace,
  keyLength: number,
  valueLength: number,
): void {
  writer.varint(keyLength);
  writer.copy(bytes, keyStart, keyLength);
  writer.varint(valueLength);
  writer.copy(bytes, valueStart, valueLength);
}

/** The length in bytes; -1 for null. */
function lengthIn(start: number, end: number): number {
  return Math.max(-1, end - start);
}

function pairsOf(headers: HeadersToSend): HeaderPairs {
  if (isPairs(headers)) return headers;
  return Object.entries(headers).flatMap(([name, value]) =>
    isList(value) ? value.map((each) => [name, each] as const) : [[name, value ?? null] as const]
  );
}

function isPairs(headers: HeadersToSend): headers is HeaderPairs {
  return Array.isArray(headers);
}

function isList(value: Bytes | undefined | readonly Bytes[]): value is readonly Bytes[] {
  return Array.isArray(value);
}

/** The length in bytes; -1 for null. */
function lengthOf(value: Bytes): number {
  if (value === null) return -1;
  return typeof value === "string" ? Buffer.byteLength(value) : value.length;
}

function sizeOfBytes(length: number): number {
  return length < 0 ? 1 : sizeOfVarint(length) + length;
}

function sizeOfHeaders(headers: HeaderPairs): number {
  let size = sizeOfVarint(headers.length);
  for (const [name, value] of headers) {
    size += sizeOfBytes(lengthOf(name)) + sizeOfBytes(lengthOf(value));
  }
  return size;
}

function writeBytes(writer: ByteWriter, value: Bytes, length: number): void {
  writer.varint(length);
  if (value !== null) writer.bytes(value, length);
}
