import { type Cursor, readVarint } from "./avro_cursor.ts";
import type { CountEntry } from "./count_entry.ts";
import { frameHeaderBytes, schemaIdAt } from "./frame.ts";
import type { RecordPlace } from "./record.ts";

/** The branches of a union of null and a long. */
const [nullBranch, longBranch] = [0, 1];
/** The largest long that avsc takes. */
const maxLong = Number.MAX_SAFE_INTEGER - 1;

/**
 * Reads a LocaleCount in place: one of this program's own schema, with key and locale in ASCII. Null
 * for anything else, which `readCount` then reads. The two never differ, and a restart with a million
 * counts takes half the time.
 */
export function scanCount(place: RecordPlace, schemaId: number): CountEntry | null {
  const { bytes, keyStart, keyEnd, valueStart, valueEnd } = place;
  if (!Buffer.isBuffer(bytes) || schemaIdAt(bytes, valueStart, valueEnd) !== schemaId) return null;
  const position = valueStart + frameHeaderBytes;
  const cursor: Cursor = { bytes, position, depth: 0, emptyValues: 0 };
  const localeBytes = readLong(cursor);
  const localeStart = cursor.position;
  const localeEnd = localeStart + localeBytes;
  if (!(localeEnd <= valueEnd) || !isAscii(bytes, localeStart, localeEnd)) return null;
  cursor.position = localeEnd;
  const count = readLong(cursor);
  const startMs = readOptionalLong(cursor);
  const endMs = readOptionalLong(cursor);
  const lastLoginMs = readLong(cursor);
  const isPlain = !Number.isNaN(count + (startMs ?? 0) + (endMs ?? 0) + lastLoginMs);
  // A read that runs past the value does not end where the value ends.
  if (!isPlain || cursor.position !== valueEnd || !isAscii(bytes, keyStart, keyEnd)) return null;
  const window = startMs === null || endMs === null ? null : { startMs, endMs };
  const key = bytes.toString("latin1", keyStart, keyEnd);
  const named = bytes.toString("latin1", localeStart, localeEnd);
  // Key and locale share one string where they are equal: a state has one per key.
  return { key, locale: named === key ? key : named, window, count, lastLoginMs };
}

/** NaN for malformed bytes, and for a long that avsc does not take. */
function readLong(cursor: Cursor): number {
  const value = readVarint(cursor);
  return value !== null && Math.abs(value) <= maxLong ? value : NaN;
}

function readOptionalLong(cursor: Cursor): number | null {
  const branch = readLong(cursor);
  if (branch === nullBranch) return null;
  return branch === longBranch ? readLong(cursor) : NaN;
}

function isAscii(bytes: Uint8Array, start: number, end: number): boolean {
  let bits = 0;
  for (let at = start; at < end; at++) bits |= bytes[at]!;
  return end >= start && bits < 0x80;
}
