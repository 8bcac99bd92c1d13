import type { Source } from "./enrich.ts";
import { frameHeaderBytes } from "./frame.ts";
import { fieldIndex } from "./login_fields.ts";
import type { LoginScan } from "./login_scan.ts";
import { loginTimeBytes, type LoginTimes } from "./login_time.ts";

/** The parts of a frame. */
export interface ScannedLogin {
  readonly scan: LoginScan;
  /** ASCII. */
  readonly locale: string;
  readonly times: LoginTimes;
  readonly source: Source;
}

/** An upper bound for all but the texts of the login: lengths, numbers, login_time. */
const otherBytes = 96;
const longTextBytes = 48;

/** An upper bound for the bytes of a frame. */
export function loginFrameBytes(scan: LoginScan, locale: string): number {
  return otherBytes + locale.length + scan.lengthOf(fieldIndex.user_id) +
    scan.lengthOf(fieldIndex.app_version) + scan.lengthOf(fieldIndex.device_type) +
    scan.lengthOf(fieldIndex.ip) + scan.lengthOf(fieldIndex.device_id);
}

/**
 * Writes the frame of an EnrichedLogin (Avro 1.12, "Binary Encoding") by copying the texts of a
 * scanned login, and returns its end. The bytes are those that avsc writes. A new field of the schema
 * needs a line here; a test fails without it.
 */
export function writeLoginFrame(
  to: Uint8Array,
  start: number,
  schemaId: number,
  { scan, locale, times, source }: ScannedLogin,
): number {
  let at = writeHeader(to, start, schemaId);
  at = copyText(to, at, scan, fieldIndex.user_id);
  at = copyText(to, at, scan, fieldIndex.app_version);
  at = copyText(to, at, scan, fieldIndex.device_type);
  at = copyText(to, at, scan, fieldIndex.ip);
  at = writeText(to, at, locale);
  at = copyText(to, at, scan, fieldIndex.device_id);
  at = writeLong(to, at, scan.timestampMs);
  at = writeLong(to, at, loginTimeBytes);
  at = times.write(to, at, scan.timestampMs);
  at = writeLong(to, at, source.partition);
  return writeLong(to, at, source.offset);
}

/** How many bytes the length of a text takes in Avro. */
export function lengthBytes(length: number): number {
  return length < 0x40 ? 1 : 2;
}

function writeHeader(to: Uint8Array, start: number, schemaId: number): number {
  to[start] = 0;
  to[start + 1] = schemaId >>> 24;
  to[start + 2] = schemaId >>> 16;
  to[start + 3] = schemaId >>> 8;
  to[start + 4] = schemaId;
  return start + frameHeaderBytes;
}

function copyText(to: Uint8Array, start: number, scan: LoginScan, field: number): number {
  const { bytes } = scan;
  const first = scan.starts[field]!;
  const length = scan.ends[field]! - first;
  const at = writeLong(to, start, length);
  if (length > longTextBytes) to.set(bytes.subarray(first, first + length), at);
  else for (let i = 0; i < length; i++) to[at + i] = bytes[first + i]!;
  return at + length;
}

function writeText(to: Uint8Array, start: number, text: string): number {
  const at = writeLong(to, start, text.length);
  for (let i = 0; i < text.length; i++) to[at + i] = text.charCodeAt(i);
  return at + text.length;
}

/** A number from 0 to 2^52 as a zigzag varint. */
function writeLong(to: Uint8Array, start: number, value: number): number {
  let at = start;
  let zigzag = value * 2;
  for (; zigzag >= 0x80; zigzag /= 0x80) to[at++] = zigzag & 0x7f | 0x80;
  to[at++] = zigzag;
  return at;
}
