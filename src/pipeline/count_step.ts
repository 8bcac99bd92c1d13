import type avro from "avsc";
import type { Codecs } from "./avro_codec.ts";
import { streamTimeHeader, type WindowSettings } from "./combine.ts";
import type { CountEntry } from "./count_entry.ts";
import { countKey } from "./count_key.ts";
import { writeMemo } from "./count_memo.ts";
import { isOverflowLocale, overflowLocale } from "./count_overflow.ts";
import { type DeltaFields, readDelta, windowOfFields } from "./count_record.ts";
import type { CountChange, CountState } from "./count_state.ts";
import { type CountTopics, CountWriter } from "./count_writer.ts";
import type { InputBatch, InputRecord } from "./record.ts";
import { plainTimeOf, redated } from "./record_time.ts";
import type { RuleTexts } from "./rules.ts";
import type { StepResult } from "./stage.ts";
import { TextMap } from "./text_map.ts";
import { advanceStreamTime, isExpired, type Window } from "./window.ts";

/** Where the count stage writes, in which schema, and what it counts. */
export interface CountSettings extends CountTopics {
  readonly windows: WindowSettings;
  /** How many locales each partition counts by name. */
  readonly maxLocales: number;
  /** Reads locale deltas. */
  readonly reader: avro.Type;
  /** The settings that decide results, as they are committed. */
  readonly rules?: RuleTexts;
}

/** One step of the count stage: computes the new counts of a batch without changing the state. */
export class CountStep {
  readonly #settings: CountSettings;
  readonly #state: CountState;
  readonly #writer: CountWriter;
  readonly #overflow: string;
  /** New entries by key, with the Kafka timestamps of their records. */
  readonly #put = new TextMap<{ entry: CountEntry; timestamp: number }>();
  #namedLocales: number;
  #streamTimeMs: number;
  #timestamp = 0;
  #logins = 0;
  #lateLogins = 0;
  #overflowedLogins = 0;

  /** Prepares a step; it does not change the state. */
  constructor(settings: CountSettings, state: CountState, partition: number) {
    this.#settings = settings;
    this.#state = state;
    this.#writer = new CountWriter(settings, partition, state.sequence + 1);
    this.#overflow = overflowLocale(partition);
    this.#namedLocales = state.locales - (state.find(this.#overflow, null) ? 1 : 0);
    this.#streamTimeMs = state.streamTimeMs;
  }

  /** Adds up the deltas: one count per changed key, one tombstone per expired key. */
  run(batch: InputBatch, codecs: Codecs): StepResult<CountChange> {
    for (const record of batch.records) this.#add(record, codecs);
    const { counts } = this.#settings;
    const put = [...this.#put.values()];
    const drop = this.#expired();
    const change = { put: put.map(({ entry }) => entry), drop, streamTimeMs: this.#streamTimeMs };
    return {
      outputs: [
        ...put.flatMap(({ entry, timestamp }) => this.#writer.records(entry, timestamp)),
        ...drop.map(({ key }) => this.#writer.tombstone(key, this.#timestamp)),
      ],
      change,
      memo: writeMemo({
        ...this.#state.memoAfter(change),
        ...this.#state.notes,
        partitions: counts.partitionCount,
      }),
      facts: {
        read: batch.records.length,
        counts: put.length,
        logins: this.#logins,
        ...(this.#lateLogins > 0 && { late: this.#lateLogins }),
        ...(drop.length > 0 && { expired: drop.length }),
        ...(this.#overflowedLogins > 0 && { overflowed: this.#overflowedLogins }),
      },
    };
  }

  #add(record: InputRecord, codecs: Codecs): void {
    if (record.value === null) throw new Error("the record was not written by this pipeline");
    const fields = readDelta(record.value, codecs);
    const window = windowOfFields(fields);
    const timestamp = plainTimeOf(redated(record).timestamp);
    this.#timestamp = Math.max(this.#timestamp, timestamp);
    if (window !== null && this.#isClosed(window)) this.#lateLogins += fields.delta;
    else this.#raise(fields, window, timestamp);
    const streamTimeMs = streamTimeOf(record, fields.last_login);
    this.#streamTimeMs = advanceStreamTime(this.#streamTimeMs, streamTimeMs, timestamp);
  }

  #isClosed(window: Window): boolean {
    return isExpired(window.endMs, this.#streamTimeMs, this.#settings.windows.retentionMs);
  }

  #raise(fields: DeltaFields, window: Window | null, timestamp: number): void {
    const locale = this.#countedAs(fields.locale);
    const known = this.#state.find(locale, window);
    const key = known?.key ?? this.#newKey(locale, window);
    const pending = this.#put.get(key);
    const before = pending?.entry ?? known;
    const count = (before?.count ?? 0) + fields.delta;
    const lastLoginMs = Math.max(before?.lastLoginMs ?? 0, fields.last_login);
    const entry: CountEntry = { key, locale, window, count, lastLoginMs };
    this.#put.set(key, { entry, timestamp: Math.max(pending?.timestamp ?? 0, timestamp) });
    if (window !== null) return;
    this.#logins += fields.delta;
    if (locale === this.#overflow) this.#overflowedLogins += fields.delta;
    else if (before === undefined) this.#namedLocales++;
  }

  /** A locale that has an all-time count keeps its name; a new one gets one while there is room. */
  #countedAs(locale: string): string {
    if (isOverflowLocale(locale)) return this.#overflow;
    const hasName = this.#namedLocales < this.#settings.maxLocales ||
      this.#state.find(locale, null) !== undefined || this.#put.has(countKey(locale, null, null));
    return hasName ? locale : this.#overflow;
  }

  /** The short key, while one size is counted and no window of another size still has it. */
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
   * The counts that are closed at the end of the step, including those that it put. So the counts
   * that stay depend on stream time alone, not on how the deltas were split into batches.
   */
  #expired(): CountEntry[] {
    const isOver = ({ window }: CountEntry) => window !== null && this.#isClosed(window);
    const put = [...this.#put.values()].map(({ entry }) => entry);
    const kept = this.#state.mayExpireBy(this.#streamTimeMs, this.#settings.windows.retentionMs)
      ? [...this.#state.entries()].filter(({ key }) => !this.#put.has(key))
      : [];
    return [...kept, ...put].filter(isOver);
  }
}

function streamTimeOf(record: InputRecord, lastLoginMs: number): number {
  const header = record.headers.find(([name]) => name === streamTimeHeader)?.[1];
  return header ? Number(new TextDecoder().decode(header)) : lastLoginMs;
}
