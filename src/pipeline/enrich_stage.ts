import type avro from "avsc";
import type { Codecs } from "./avro_codec.ts";
import { Combiner, type Delta, streamTimeHeader, type WindowSettings } from "./combine.ts";
import { deadLetterOf, type DeadLetterTopic } from "./dead_letter.ts";
import { enrich } from "./enrich.ts";
import { isUncounted, readEnrichMemo, writeEnrichMemo } from "./enrich_memo.ts";
import { FrameWriter, type WriterSchema } from "./encode.ts";
import { fateOf } from "./login_fate.ts";
import { loginTimeWriter } from "./login_time.ts";
import { partitionOf } from "./partition.ts";
import type { Header, InputBatch, InputRecord, OutputRecord } from "./record.ts";
import { batchBytesOf, countBytesOf } from "./record_size.ts";
import { Rejection } from "./rejection.ts";
import type { Stage, StepResult } from "./stage.ts";
import type { Login } from "./validate.ts";

/** Where the enrich stage writes, in which schemas, and within which limits. */
export interface EnrichSettings {
  readonly output: { topic: string; partitionCount: number; maxMessageBytes: number };
  /** The limit holds for the counts as well that the deltas become. */
  readonly deltas: { topic: string; partitionCount: number; maxMessageBytes: number };
  readonly deadLetters: DeadLetterTopic;
  readonly windows: WindowSettings;
  readonly maxValueBytes: number;
  /** Without counting there are no deltas. */
  readonly isCounted: boolean;
  readonly reader: avro.Type;
  readonly enrichedLogin: WriterSchema;
  readonly localeDelta: WriterSchema;
}

/** All the enrich stage remembers of a partition: how far event time has come. */
export interface EnrichState {
  streamTimeMs: number;
}

const textEncoder = new TextEncoder();

/** Logins in; enriched logins, dead letters and locale deltas out. */
export function enrichStage(settings: EnrichSettings): Stage<EnrichState, EnrichState> {
  const writeLoginTime = loginTimeWriter();
  return {
    name: "enrich",
    reader: settings.reader,
    changelog: null,
    begin: (memo) => {
      // Checked at every start; this is for a start between two others of different minds.
      if (settings.isCounted && isUncounted(memo)) throw new Error("logins were not counted");
      return { streamTimeMs: readEnrichMemo(memo) };
    },
    process: (state, batch, codecs) => {
      const step = new EnrichStep(settings, writeLoginTime, batch, state.streamTimeMs);
      return step.run(codecs);
    },
    apply: (state, change) => {
      state.streamTimeMs = change.streamTimeMs;
    },
  };
}

class EnrichStep {
  readonly #settings: EnrichSettings;
  readonly #writeLoginTime: (timestampMs: number) => string;
  readonly #batch: InputBatch;
  readonly #frames = new FrameWriter();
  readonly #combiner: Combiner;
  readonly #outputs: OutputRecord[] = [];
  readonly #facts: Record<string, number> = {};

  constructor(
    settings: EnrichSettings,
    writeLoginTime: (timestampMs: number) => string,
    batch: InputBatch,
    streamTimeMs: number,
  ) {
    this.#settings = settings;
    this.#writeLoginTime = writeLoginTime;
    this.#batch = batch;
    this.#combiner = new Combiner(settings.windows, streamTimeMs);
  }

  run(codecs: Codecs): StepResult<EnrichState> {
    for (const record of this.#batch.records) {
      const fate = fateOf(record.value, codecs, this.#settings.maxValueBytes);
      if (fate === "filtered" || fate === "tombstone") this.#count(fate);
      else if (fate instanceof Rejection) this.#reject(record, fate);
      else this.#enrich(record, fate);
    }
    for (const delta of this.#combiner.deltas()) this.#outputs.push(this.#deltaRecord(delta));
    const { streamTimeMs, lateLogins } = this.#combiner;
    const facts = { ...this.#facts, read: this.#batch.records.length };
    return {
      outputs: this.#outputs,
      change: { streamTimeMs },
      memo: writeEnrichMemo(streamTimeMs, this.#settings.isCounted),
      facts: lateLogins === 0 ? facts : { ...facts, late: lateLogins },
    };
  }

  #enrich(record: InputRecord, login: Login): void {
    const { output, deltas, isCounted } = this.#settings;
    const enriched = this.#enrichedRecord(record, login);
    if (
      batchBytesOf(enriched) > output.maxMessageBytes ||
      countBytesOf(login.locale) > deltas.maxMessageBytes
    ) {
      this.#reject(record, new Rejection("OUTPUT_TOO_LARGE"));
      return;
    }
    this.#outputs.push(enriched);
    if (isCounted) this.#combiner.add(login, record.timestamp);
    else this.#combiner.pass(login, record.timestamp);
    this.#count("enriched");
  }

  #enrichedRecord(record: InputRecord, login: Login): OutputRecord {
    const { output, enrichedLogin } = this.#settings;
    const key = this.#frames.text(login.userId);
    const source = { partition: this.#batch.partition, offset: record.offset };
    const enriched = enrich(login, this.#writeLoginTime(login.timestampMs), source);
    const value = this.#frames.frame(enrichedLogin, enriched);
    const partition = partitionOf(key, output.partitionCount);
    return { topic: output.topic, partition, key, value, headers: [], timestamp: record.timestamp };
  }

  #deltaRecord(delta: Delta): OutputRecord {
    const { deltas, localeDelta, windows } = this.#settings;
    const key = this.#frames.text(delta.locale);
    const value = this.#frames.frame(localeDelta, {
      locale: delta.locale,
      window_start: delta.window?.startMs ?? null,
      window_end: delta.window?.endMs ?? null,
      delta: delta.logins,
      last_login: delta.lastLoginMs,
    });
    const headers: Header[] = windows.sizes.length === 0
      ? []
      : [[streamTimeHeader, textEncoder.encode(String(delta.streamTimeMs))]];
    const partition = partitionOf(key, deltas.partitionCount);
    return { topic: deltas.topic, partition, key, value, headers, timestamp: delta.timestamp };
  }

  #reject(record: InputRecord, rejection: Rejection): void {
    const { topic, partition } = this.#batch;
    const rejected = { topic, partition, record, rejection };
    this.#outputs.push(deadLetterOf(rejected, this.#settings.deadLetters));
    this.#count(`rejected.${rejection.code}`);
  }

  #count(fact: string): void {
    this.#facts[fact] = (this.#facts[fact] ?? 0) + 1;
  }
}
