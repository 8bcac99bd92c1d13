import type { Codecs } from "./avro_codec.ts";
import {
  type CountChange,
  type CountMemo,
  CountState,
  type KeptMemo,
  readMemo,
} from "./count_state.ts";
import { type CountSettings, CountStep } from "./count_step.ts";
import { readCount } from "./count_record.ts";
import type { InputRecord } from "./record.ts";
import type { Changelog, Stage } from "./stage.ts";

/** Locale deltas in; locale counts out, to the output topic and to the compacted table. */
export function countStage(settings: CountSettings): Stage<CountState, CountChange> {
  return {
    name: "count",
    reader: settings.reader,
    changelog: countChangelog(settings),
    begin: (memo) => new CountState(readMemo(memo)?.streamTimeMs ?? 0),
    process: (state, batch, codecs) =>
      new CountStep(settings, state, batch.partition).run(batch, codecs),
    apply: (state, change) => state.apply(change),
  };
}

function countChangelog({ counts, localeCount }: CountSettings): Changelog<CountState> {
  return {
    topic: counts.topic,
    reader: localeCount.type,
    restore: (state, record, codecs) => restore(state, record, codecs),
    size: (state) => state.memo().keys,
    mismatch: (state, memo) =>
      repartitioned(readMemo(memo), counts.partitionCount) ??
        mismatch(state.memo(), readMemo(memo)),
  };
}

// A locale may begin with U+FEFF: a decoder that swallows it makes two counts one.
const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

function restore(state: CountState, record: InputRecord, codecs: Codecs): void {
  const key = decoder.decode(record.key ?? new Uint8Array());
  if (record.value === null) state.drop(key);
  else state.put(readCount(key, record.value, codecs));
}

/**
 * What is wrong when counts were kept under another number of partitions: a locale's deltas then go
 * to another partition than its count lies in. null when nothing is.
 */
export function repartitioned(memo: KeptMemo | null, partitionCount: number): string | null {
  if (memo === null || memo.partitions === partitionCount) return null;
  return `the counts were kept in ${memo.partitions} partitions, and there are ${partitionCount} now`;
}

function mismatch(restored: CountMemo, committed: CountMemo | null): string | null {
  const { keys, logins } = committed ?? { keys: 0, logins: 0 };
  if (restored.keys === keys && restored.logins === logins) return null;
  return `it holds ${restored.keys} counts of ${restored.logins} logins, ` +
    `the committed offset was left with ${keys} counts of ${logins} logins`;
}
