import type { InputRecord } from "./record.ts";

/**
 * The key of an end marker: a tombstone that a restore or a replay writes to find the end of a log.
 * No count and no ledger entry has the empty key, so to readers of a table it deletes nothing.
 */
export const markerKey: Uint8Array = new Uint8Array();

/** A record that is not an end marker. */
export type KeyedRecord = InputRecord & { readonly key: Uint8Array };

/** Whether a record sets or deletes a key; end markers have the empty key. */
export function hasKey(record: InputRecord): record is KeyedRecord {
  const { place } = record;
  if (place !== undefined) return place.keyEnd > place.keyStart;
  return record.key !== null && record.key.length > 0;
}
