import type { InputRecord } from "../pipeline/record.ts";

/** How old records were when they were committed: some of them, chosen evenly. */
export interface Ages {
  readonly ms: readonly number[];
  /** How many records each of these stands for. */
  readonly recordsEach: number;
}

// A fetch holds neighbours in time: more samples would tell nothing else and cost every batch.
const maxSamples = 16;

/** The ages of a batch at a time, from its records' Kafka timestamps. */
export function agesOf(records: readonly Pick<InputRecord, "timestamp">[], nowMs: number): Ages {
  const stride = Math.max(1, Math.ceil(records.length / maxSamples));
  const ms: number[] = [];
  for (let i = stride >> 1; i < records.length; i += stride) {
    const { timestamp } = records[i]!;
    if (timestamp >= 0) ms.push(Math.max(0, nowMs - Number(timestamp))); // below 0 it tells no age
  }
  return { ms, recordsEach: ms.length === 0 ? 0 : records.length / ms.length };
}
