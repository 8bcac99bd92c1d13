import type { InputRecord } from "../pipeline/record.ts";

/** The ages of records at their commit, as an evenly spaced sample. */
export interface Ages {
  readonly ms: readonly number[];
  /** How many records each sample stands for. */
  readonly recordsEach: number;
}

// The records of a fetch have similar ages. More samples would add cost and no information.
const maxSamples = 16;

/** The ages of a batch's records, from their Kafka timestamps. */
export function agesOf(records: readonly Pick<InputRecord, "timestamp">[], nowMs: number): Ages {
  const stride = Math.max(1, Math.ceil(records.length / maxSamples));
  const ms: number[] = [];
  for (let i = stride >> 1; i < records.length; i += stride) {
    const { timestamp } = records[i]!;
    if (timestamp >= 0) ms.push(Math.max(0, nowMs - Number(timestamp))); // a negative timestamp has no age
  }
  return { ms, recordsEach: ms.length === 0 ? 0 : records.length / ms.length };
}
