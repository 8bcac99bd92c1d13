import type { CountEntry } from "./count_entry.ts";
import { FrameWriter, type WriterSchema } from "./encode.ts";
import { partitionOf } from "./partition.ts";
import type { Header, OutputRecord } from "./record.ts";

/** The topics that counts are written to, and their schema. */
export interface CountTopics {
  readonly output: { readonly topic: string; readonly partitionCount: number };
  /** It has as many partitions as the deltas: a count lies in the partition of its deltas. */
  readonly counts: { readonly topic: string; readonly partitionCount: number };
  readonly localeCount: WriterSchema;
}

/** The header that holds the number of the transaction that wrote a record of the table. */
export const sequenceHeader = "login-pipeline.sequence";

const zero = 0x30;
const nine = 0x39;

/** Writes the counts of one transaction to the output and to the table. */
export class CountWriter {
  readonly #topics: CountTopics;
  readonly #partition: number;
  readonly #frames = new FrameWriter();
  readonly #tableHeaders: readonly Header[];

  /** Writes to one partition of the table, in the transaction of a number. */
  constructor(topics: CountTopics, partition: number, sequence: number) {
    this.#topics = topics;
    this.#partition = partition;
    this.#tableHeaders = [[sequenceHeader, this.#frames.text(String(sequence))]];
  }

  /** The two records of a count. */
  records(entry: CountEntry, timestamp: number): [toOutput: OutputRecord, toTable: OutputRecord] {
    const { output, localeCount } = this.#topics;
    const key = this.#frames.text(entry.key);
    const value = this.#frames.frame(localeCount, {
      locale: entry.locale,
      count: entry.count,
      window_start: entry.window?.startMs ?? null,
      window_end: entry.window?.endMs ?? null,
      last_login: entry.lastLoginMs,
    });
    const partition = partitionOf(key, output.partitionCount);
    return [
      { topic: output.topic, partition, key, value, headers: [], timestamp },
      this.#tableRecord(key, value, timestamp),
    ];
  }

  /** The tombstone that removes a key from the table. */
  tombstone(key: string | Uint8Array, timestamp: number): OutputRecord {
    const bytes = typeof key === "string" ? this.#frames.text(key) : key;
    return this.#tableRecord(bytes, null, timestamp);
  }

  #tableRecord(key: Uint8Array, value: Uint8Array | null, timestamp: number): OutputRecord {
    const { topic } = this.#topics.counts;
    const headers = this.#tableHeaders;
    return { topic, partition: this.#partition, key, value, headers, timestamp };
  }
}

/** The number of the transaction that wrote a record of the table; 0 without the header. */
export function sequenceOf(headers: readonly Header[]): number {
  for (const [name, digits] of headers) {
    if (name === sequenceHeader) return digits === null ? 0 : numberOf(digits);
  }
  return 0;
}

/** A number of decimal digits; 0 for anything else, and above 2^53 - 1. */
function numberOf(digits: Uint8Array): number {
  let number = 0;
  for (const byte of digits) {
    if (byte < zero || byte > nine) return 0;
    number = number * 10 + byte - zero;
  }
  return Number.isSafeInteger(number) ? number : 0;
}
