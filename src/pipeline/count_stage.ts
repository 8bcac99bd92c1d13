import type { Codecs } from "./avro_codec.ts";
import type { CountEntry } from "./count_entry.ts";
import { contradictionOf, ownMemo, readMemo, repartitioned } from "./count_memo.ts";
import { readCount } from "./count_record.ts";
import { scanCount } from "./count_scan.ts";
import { type CountChange, CountState } from "./count_state.ts";
import { type CountSettings, CountStep } from "./count_step.ts";
import { sequenceOf } from "./count_writer.ts";
import type { InputRecord } from "./record.ts";
import { firstSpan } from "./rules.ts";
import type { Changelog, Stage } from "./stage.ts";

/** Locale deltas in; locale counts out, to the output topic and to the compacted table. */
export function countStage(settings: CountSettings): Stage<CountState, CountChange> {
  return {
    name: "count",
    rules: settings.rules ?? {},
    reader: settings.reader,
    datedTopic: null,
    changelog: countChangelog(settings),
    spansIn: (memo) => ownMemo(memo)?.spans ?? null,
    begin: (memo, offset = 0) => {
      const { streamTimeMs = 0, spans = [], rebuiltAt = null } = readMemo(memo) ?? {};
      const known = spans.length > 0 ? spans : firstSpan(offset, settings.rules ?? {});
      return new CountState(streamTimeMs, { spans: known, rebuiltAt });
    },
    process: (state, batch, codecs) =>
      new CountStep(settings, state, batch.partition).run(batch, codecs),
    apply: (state, change) => state.apply(change),
  };
}

function countChangelog({ counts, localeCount }: CountSettings): Changelog<CountState> {
  return {
    topic: counts.topic,
    reader: localeCount.type,
    restore: (state, record, codecs) => restore(state, record, codecs, localeCount.id),
    size: (state) => state.memo().keys,
    mismatch: (state, committed) =>
      repartitioned(ownMemo(committed.memo), counts.partitionCount) ??
        contradictionOf(state, committed),
  };
}

// A locale may begin with U+FEFF. A decoder that drops it would merge two counts.
const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

function restore(state: CountState, record: InputRecord, codecs: Codecs, ownId: number): void {
  state.reach(sequenceOf(record.headers));
  const plain = record.place === undefined ? null : scanCount(record.place, ownId);
  if (plain !== null) return state.put(plain);
  const key = decoder.decode(record.key ?? new Uint8Array());
  if (record.value === null) {
    state.drop(key);
    return;
  }
  const entry = countOf(key, record.value, codecs);
  if (entry === null) state.putForeign(key, record.offset);
  else state.put(entry);
}

function countOf(key: string, value: Uint8Array, codecs: Codecs): CountEntry | null {
  try {
    return readCount(key, value, codecs);
  } catch {
    return null;
  }
}
