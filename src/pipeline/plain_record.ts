import type { OutputRecord } from "./record.ts";

/** A record as a plain object, without its place; a spread would lose the key and the value. */
export function plainRecord(record: OutputRecord): Omit<OutputRecord, "place"> {
  const { topic, partition, key, value, headers, timestamp } = record;
  return { topic, partition, key, value, headers, timestamp };
}
