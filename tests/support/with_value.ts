import type { InputRecord } from "../../src/pipeline/record.ts";

/**
 * A record with another value. A fetched record is not a plain object, so a spread would lose its key.
 */
export function withValue(record: InputRecord, value: Uint8Array | null): InputRecord {
  const { offset, timestamp, key, headers } = record;
  return { offset, timestamp, key, headers, value };
}
