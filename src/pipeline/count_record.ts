import type { Codecs } from "./avro_codec.ts";
import type { CountEntry } from "./count_entry.ts";
import { readFrame } from "./decode.ts";
import { Rejection } from "./rejection.ts";
import type { Window } from "./window.ts";

/** The fields that deltas and counts share. */
export interface WindowFields {
  readonly locale: string;
  readonly window_start: number | null;
  readonly window_end: number | null;
  readonly last_login: number;
}

/** The fields of a LocaleDelta. */
export interface DeltaFields extends WindowFields {
  readonly delta: number;
}

interface CountFields extends WindowFields {
  readonly count: number;
}

/** Reads the count of a changelog record; throws on anything else. */
export function readCount(key: string, frame: Uint8Array, codecs: Codecs): CountEntry {
  const fields = readOwnFrame(frame, codecs) as unknown as CountFields;
  const { count, last_login: lastLoginMs } = fields;
  // Key and locale share one string where they are equal: a state has one per key.
  const locale = fields.locale === key ? key : fields.locale;
  return { key, locale, window: windowOfFields(fields), count, lastLoginMs };
}

/** Reads a delta; throws on anything else. */
export function readDelta(frame: Uint8Array, codecs: Codecs): DeltaFields {
  return readOwnFrame(frame, codecs) as unknown as DeltaFields;
}

/** The window that a record's fields name; null for all time. */
export function windowOfFields(fields: WindowFields): Window | null {
  const { window_start: startMs, window_end: endMs } = fields;
  return startMs === null || endMs === null ? null : { startMs, endMs };
}

// Only this program writes to internal topics. A record that it cannot have written is not bad input
// but a broken invariant: skipping it would silently falsify the counts.
function readOwnFrame(frame: Uint8Array, codecs: Codecs) {
  const fields = readFrame(frame, codecs);
  if (fields instanceof Rejection) throw new Error("the record was not written by this pipeline");
  return fields;
}
