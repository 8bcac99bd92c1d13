import type { CountEntry } from "./count_entry.ts";
import { FrameWriter, type WriterSchema } from "./encode.ts";
import { partitionOf } from "./partition.ts";
import type { Header, OutputRecord } from "./record.ts";

/** Where counts are written, and in which schema. */
export interface CountTopics {
  readonly output: { readonly topic: string; readonly partitionCount: number };
  /** As many partitions as the deltas have: a count lives in the partition of its deltas. */
  readonly counts: { readonly topic: string; readonly partitionCount: number };
  readonly localeCount: WriterSchema;
}

/** The header of a table's record that numbers the transaction it was written in. */
export const sequenceHeader = "login-pipeline.sequence";

const zero = 0x30;
const nine = 0x39;

/** Writes the counts of one transaction, for the output and for the table that is their state. */
export class CountWriter {
  readonly #topics: CountTopics;
  readonly #partition: number;
  readonly #frames = new FrameWriter();
  readonly #tableHeaders: readonly Header[];

  /** Writes to one partition of the table, as the transaction of a number. */
  constructor(topics: CountTopics, partition: number, sequence: number) {
    this.#topics = topics;
    this.#partition = partition;
    this.#tableHeaders = [[sequenceHeader, this.#frames.text(String(sequence))]];
  }

  /** A count as everybody hears of it, and as the table keeps it. */
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

  /** What takes a key off the table. */
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

/** The number of the transaction that wrote a record of the table; 0 when it does not say. */
export function sequenceOf(headers: readonly Header[]): number {
  for (const [name, digits] of headers) {
    if (name === sequenceHeader) return digits === null ? 0 : numberOf(digits);
  }
  return 0;
}

/** A number that is written in decimal digits alone; 0 for anything else, and for what is inexact. */
function numberOf(digits: Uint8Array): number {
  let number = 0;
  for (const byte of digits) {
    if (byte < zero || byte > nine) return 0;
    number = number * 10 + byte - zero;
  }
  return Number.isSafeInteger(number) ? number : 0;
}
