import type { FetchedBatch } from "../../../src/kafka/internals.ts";
import type { InputRecord } from "../../../src/pipeline/record.ts";
import { inputRecord } from "../../support/logins.ts";

/** A fetched batch of so many records without gaps, as kafkajs' Batch presents it. */
export function fetched(partition: number, from: number, length: number): FetchedBatch {
  const records = Array.from({ length }, (_, i) => inputRecord(null, { offset: from + i }));
  return {
    topic: "user-login",
    partition,
    fetchedOffset: String(from),
    highWatermark: "1000000",
    records: () => records,
    slices: (maxRecords) => slicesOf(records, maxRecords),
    isEmpty: () => false,
    lastOffset: () => String(from + length - 1),
  };
}

function* slicesOf(records: readonly InputRecord[], maxRecords: number) {
  for (let start = 0; start < records.length; start += maxRecords) {
    const slice = records.slice(start, start + maxRecords);
    yield { records: slice, nextOffset: slice.at(-1)!.offset + 1 };
  }
}
