import type { InputRecord } from "./record.ts";

/**
 * The key of a marker: a tombstone that a restore, or the ledger of replays, writes to find the end
 * of a log. No count and no ledger entry has the empty key, so table readers see a deletion of nothing.
 */
export const markerKey: Uint8Array = new Uint8Array();

/** A record that is no marker. */
export type KeyedRecord = InputRecord & { readonly key: Uint8Array };

/** Whether a record holds data, or deletes some: markers have the empty key. */
export function hasKey(record: InputRecord): record is KeyedRecord {
  const { place } = record;
  if (place !== undefined) return place.keyEnd > place.keyStart;
  return record.key !== null && record.key.length > 0;
}
