import type avro from "avsc";
import type { Codecs } from "./avro_codec.ts";
import { streamTimeHeader, type WindowSettings } from "./combine.ts";
import { countKey } from "./count_key.ts";
import { type DeltaFields, readDelta, windowOfFields } from "./count_record.ts";
import { type CountChange, type CountEntry, type CountState, writeMemo } from "./count_state.ts";
import { FrameWriter, type WriterSchema } from "./encode.ts";
import { partitionOf } from "./partition.ts";
import type { InputBatch, InputRecord, OutputRecord } from "./record.ts";
import type { StepResult } from "./stage.ts";
import { advanceStreamTime, isExpired, type Window } from "./window.ts";

/** Where the count stage writes, in which schema, and what it counts. */
export interface CountSettings {
  readonly output: { topic: string; partitionCount: number };
  /** As many partitions as the deltas have: a count lives in the partition of its deltas. */
  readonly counts: { topic: string; partitionCount: number };
  readonly windows: WindowSettings;
  /** Reads locale deltas. */
  readonly reader: avro.Type;
  readonly localeCount: WriterSchema;
}

/** One step of the count stage: what a batch of deltas makes of the counts, without touching them. */
export class CountStep {
  readonly #settings: CountSettings;
  readonly #state: CountState;
  readonly #partition: number;
  readonly #frames = new FrameWriter();
  /** New entries by key, and the Kafka timestamp that the record of each gets. */
  readonly #put = new Map<string, { entry: CountEntry; timestamp: number }>();
  #streamTimeMs: number;
  #timestamp = 0;
  #logins = 0;
  #lateLogins = 0;

  /** Prepares a step over a state that stays as it is. */
  constructor(settings: CountSettings, state: CountState, partition: number) {
    this.#settings = settings;
    this.#state = state;
    this.#partition = partition;
    this.#streamTimeMs = state.streamTimeMs;
  }

  /** Adds the deltas up: one count for each key that changed, a tombstone for each that expired. */
  run(batch: InputBatch, codecs: Codecs): StepResult<CountChange> {
    for (const record of batch.records) this.#add(record, codecs);
    const { counts } = this.#settings;
    const put = [...this.#put.values()];
    const drop = this.#expired();
    const change = { put: put.map(({ entry }) => entry), drop, streamTimeMs: this.#streamTimeMs };
    return {
      outputs: [
        ...put.flatMap(({ entry, timestamp }) => this.#countRecords(entry, timestamp)),
        ...drop.map(({ key }) => this.#tableRecord(this.#frames.text(key), null, this.#timestamp)),
      ],
      change,
      memo: writeMemo({ ...this.#state.memoAfter(change), partitions: counts.partitionCount }),
      facts: {
        read: batch.records.length,
        counts: put.length,
        logins: this.#logins,
        ...(this.#lateLogins > 0 && { late: this.#lateLogins }),
        ...(drop.length > 0 && { expired: drop.length }),
      },
    };
  }

  #add(record: InputRecord, codecs: Codecs): void {
    if (record.value === null) throw new Error("the record was not written by this pipeline");
    const fields = readDelta(record.value, codecs);
    const window = windowOfFields(fields);
    this.#timestamp = Math.max(this.#timestamp, record.timestamp);
    if (window !== null && this.#isClosed(window)) this.#lateLogins += fields.delta;
    else this.#raise(fields, window, record.timestamp);
    const streamTimeMs = streamTimeOf(record, fields.last_login);
    this.#streamTimeMs = advanceStreamTime(this.#streamTimeMs, streamTimeMs, record.timestamp);
  }

  #isClosed(window: Window): boolean {
    return isExpired(window.endMs, this.#streamTimeMs, this.#settings.windows.retentionMs);
  }

  #raise(fields: DeltaFields, window: Window | null, timestamp: number): void {
    const known = this.#state.find(fields.locale, window);
    const key = known?.key ?? this.#newKey(fields.locale, window);
    const pending = this.#put.get(key);
    const before = pending?.entry ?? known;
    const entry: CountEntry = {
      key,
      locale: fields.locale,
      window,
      count: (before?.count ?? 0) + fields.delta,
      lastLoginMs: Math.max(before?.lastLoginMs ?? 0, fields.last_login),
    };
    this.#put.set(key, { entry, timestamp: Math.max(pending?.timestamp ?? 0, timestamp) });
    if (window === null) this.#logins += fields.delta;
  }

  /** The short key while one size is counted and no window of an earlier size still has it. */
  #newKey(locale: string, window: Window | null): string {
    const short = countKey(locale, window, null);
    if (window === null) return short;
    const { sizes } = this.#settings.windows;
    const holder = this.#put.get(short)?.entry ?? this.#state.at(short);
    const isFree = holder === undefined || holder.window?.endMs === window.endMs;
    if (sizes.length < 2 && isFree) return short;
    const sizeMs = window.endMs - window.startMs;
    const size = sizes.find((size) => size.sizeMs === sizeMs);
    return countKey(locale, window, size?.text ?? `PT${sizeMs / 1000}S`);
  }

  /**
   * What is closed when the step ends, also of what the step itself put: so the counts that are kept
   * depend on how far stream time came, and not on how the deltas were cut into batches.
   */
  #expired(): CountEntry[] {
    const isOver = ({ window }: CountEntry) => window !== null && this.#isClosed(window);
    const put = [...this.#put.values()].map(({ entry }) => entry);
    const kept = this.#state.mayExpireBy(this.#streamTimeMs, this.#settings.windows.retentionMs)
      ? [...this.#state.entries()].filter(({ key }) => !this.#put.has(key))
      : [];
    return [...kept, ...put].filter(isOver);
  }

  #countRecords(entry: CountEntry, timestamp: number): OutputRecord[] {
    const { output, localeCount } = this.#settings;
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

  #tableRecord(key: Uint8Array, value: Uint8Array | null, timestamp: number): OutputRecord {
    const { topic } = this.#settings.counts;
    return { topic, partition: this.#partition, key, value, headers: [], timestamp };
  }
}

function streamTimeOf(record: InputRecord, lastLoginMs: number): number {
  const header = record.headers.find(([name]) => name === streamTimeHeader)?.[1];
  return header ? Number(new TextDecoder().decode(header)) : lastLoginMs;
}
