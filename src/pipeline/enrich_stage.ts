import type avro from "avsc";
import type { Codecs } from "./avro_codec.ts";
import {
  Combiner,
  type CountedLogin,
  type Delta,
  streamTimeHeader,
  type WindowSettings,
} from "./combine.ts";
import { deadLetterOf, type DeadLetterTopic } from "./dead_letter.ts";
import { FrameWriter, type WriterSchema } from "./encode.ts";
import { enrich } from "./enrich.ts";
import { readEnrichMemo, writeEnrichMemo, writeStanding } from "./enrich_memo.ts";
import { frameHeaderBytes } from "./frame.ts";
import { LocaleTexts } from "./locale_texts.ts";
import { fateOf } from "./login_fate.ts";
import { fieldIndex, type Login, unknownLocale } from "./login_fields.ts";
import { lengthBytes, loginFrameBytes, writeLoginFrame } from "./login_frame.ts";
import { LoginScan } from "./login_scan.ts";
import { LoginTimes } from "./login_time.ts";
import { partitionOf, partitionOfBytes } from "./partition.ts";
import { PlacedRecord } from "./placed_record.ts";
import type { Header, InputBatch, InputRecord, OutputRecord } from "./record.ts";
import { batchBytesOf, isCountAbove } from "./record_size.ts";
import { plainTimeOf } from "./record_time.ts";
import { Rejection } from "./rejection.ts";
import { firstSpan, type RuleTexts } from "./rules.ts";
import { rejectedFact, type Stage, type StepResult } from "./stage.ts";

/** The topics, schemas and limits of the enrich stage. */
export interface EnrichSettings {
  readonly output: { topic: string; partitionCount: number; maxMessageBytes: number };
  /** The limit also applies to the counts that are made of the deltas. */
  readonly deltas: { topic: string; partitionCount: number; maxMessageBytes: number };
  readonly deadLetters: DeadLetterTopic;
  readonly windows: WindowSettings;
  readonly maxValueBytes: number;
  /** Whether logins are counted; if not, there are no deltas. */
  readonly isCounted: boolean;
  readonly reader: avro.Type;
  readonly enrichedLogin: WriterSchema;
  readonly localeDelta: WriterSchema;
  /** The settings that decide results, as they are committed. */
  readonly rules?: RuleTexts;
}

/** The state of the enrich stage in a partition. */
export interface EnrichState {
  /** Milliseconds since the epoch. */
  streamTimeMs: number;
  /** The part of the memo that every commit repeats: the beginning and the rules. */
  readonly standing: string;
}

const textEncoder = new TextEncoder();
const noHeaders: readonly Header[] = [];

/** Logins in; enriched logins, dead letters and locale deltas out. */
export function enrichStage(settings: EnrichSettings): Stage<EnrichState, EnrichState> {
  const tools = { scan: new LoginScan(), times: new LoginTimes(), locales: new LocaleTexts() };
  return {
    name: "enrich",
    rules: settings.rules ?? {},
    reader: settings.reader,
    datedTopic: settings.output.topic,
    changelog: null,
    spansIn: (memo) => readEnrichMemo(memo)?.spans ?? null,
    begin: (memo, offset = 0, logStart = 0) => {
      const known = readEnrichMemo(memo);
      const { streamTimeMs = 0, isCounted = true } = known ?? {};
      // Each start checks this; a second process with other settings may start in between.
      if (settings.isCounted && !isCounted) throw new Error("logins were not counted");
      const written = known?.spans ?? [];
      const spans = written.length > 0 ? written : firstSpan(offset, settings.rules ?? {});
      const isBegun = known === null && logStart > 0;
      const beginning = isBegun ? { offset, logStart } : known?.beginning ?? null;
      return { streamTimeMs, standing: writeStanding({ spans, beginning }) };
    },
    process: (state, batch, codecs) => {
      const step = new EnrichStep(settings, tools, batch, state);
      return step.run(codecs);
    },
    apply: (state, change) => {
      state.streamTimeMs = change.streamTimeMs;
    },
  };
}

/** Made once and used by every step; it does not affect the results. */
interface Tools {
  readonly scan: LoginScan;
  readonly times: LoginTimes;
  readonly locales: LocaleTexts;
}

class EnrichStep {
  readonly #settings: EnrichSettings;
  readonly #tools: Tools;
  readonly #batch: InputBatch;
  readonly #frames = new FrameWriter();
  readonly #standing: string;
  readonly #combiner: Combiner;
  readonly #outputs: OutputRecord[] = [];
  readonly #facts: Record<string, number> = {};

  constructor(
    settings: EnrichSettings,
    tools: Tools,
    batch: InputBatch,
    { streamTimeMs, standing }: EnrichState,
  ) {
    this.#settings = settings;
    this.#tools = tools;
    this.#batch = batch;
    this.#standing = standing;
    this.#combiner = new Combiner(settings.windows, streamTimeMs);
  }

  run(codecs: Codecs): StepResult<EnrichState> {
    for (const record of this.#batch.records) {
      if (this.#isPlain(record)) this.#takePlain(record);
      else this.#takeStrictly(record, codecs);
    }
    for (const delta of this.#combiner.deltas()) this.#outputs.push(this.#deltaRecord(delta));
    const { streamTimeMs, lateLogins } = this.#combiner;
    const facts = { ...this.#facts, read: this.#batch.records.length };
    return {
      outputs: this.#outputs,
      change: { streamTimeMs, standing: this.#standing },
      memo: writeEnrichMemo(streamTimeMs, this.#settings.isCounted, this.#standing),
      facts: lateLogins === 0 ? facts : { ...facts, late: lateLogins },
    };
  }

  /** Whether the record holds a login that can be read in place. */
  #isPlain(record: InputRecord): boolean {
    const { place } = record;
    if (place !== undefined) return this.#scan(place.bytes, place.valueStart, place.valueEnd);
    const { value } = record;
    return value !== null && this.#scan(value, 0, value.length);
  }

  #scan(bytes: Uint8Array, start: number, end: number): boolean {
    return end - start <= this.#settings.maxValueBytes && this.#tools.scan.read(bytes, start, end);
  }

  #takePlain(record: InputRecord): void {
    const { scan, locales } = this.#tools;
    if (!scan.isKept) return this.#count("filtered");
    const [start, end] = [scan.starts[fieldIndex.locale]!, scan.ends[fieldIndex.locale]!];
    const locale = start === end ? unknownLocale : locales.textOf(scan.bytes, start, end);
    this.#send(record, this.#plainRecord(record, locale), {
      locale,
      timestampMs: scan.timestampMs,
    });
  }

  #takeStrictly(record: InputRecord, codecs: Codecs): void {
    const fate = fateOf(record.value, codecs, this.#settings.maxValueBytes);
    if (fate === "filtered" || fate === "tombstone") this.#count(fate);
    else if (fate instanceof Rejection) this.#reject(record, fate);
    else this.#send(record, this.#enrichedRecord(record, fate), fate);
  }

  #send(record: InputRecord, enriched: OutputRecord, login: CountedLogin): void {
    const { output, deltas, isCounted } = this.#settings;
    if (
      batchBytesOf(enriched) > output.maxMessageBytes ||
      isCountAbove(deltas.maxMessageBytes, login.locale)
    ) {
      this.#reject(record, new Rejection("OUTPUT_TOO_LARGE"));
      return;
    }
    if (this.#batch.refuses?.(record)) {
      this.#reject(record, new Rejection("RECORD_TIME_REFUSED"));
      return;
    }
    this.#outputs.push(enriched);
    if (isCounted) this.#combiner.add(login, record.timestamp);
    else this.#combiner.pass(login, record.timestamp);
    this.#count("enriched");
  }

  #plainRecord({ offset, timestamp }: InputRecord, locale: string): OutputRecord {
    const { scan, times } = this.#tools;
    const { output, enrichedLogin } = this.#settings;
    const source = { partition: this.#batch.partition, offset };
    const valueStart = this.#frames.reserve(loginFrameBytes(scan, locale));
    const bytes = this.#frames.chunk;
    const login = { scan, locale, times, source };
    const valueEnd = writeLoginFrame(bytes, valueStart, enrichedLogin.id, login);
    this.#frames.advance(valueEnd);
    // The key is the frame's first field, so it is not written twice.
    const userIdBytes = scan.lengthOf(fieldIndex.user_id);
    const keyStart = valueStart + frameHeaderBytes + lengthBytes(userIdBytes);
    const keyEnd = keyStart + userIdBytes;
    const partition = partitionOfBytes(bytes, keyStart, keyEnd, output.partitionCount);
    const place = { bytes, keyStart, keyEnd, valueStart, valueEnd };
    return new PlacedRecord({ topic: output.topic, partition, timestamp }, place);
  }

  #enrichedRecord(record: InputRecord, login: Login): OutputRecord {
    const { output, enrichedLogin } = this.#settings;
    const key = this.#frames.text(login.userId);
    const source = { partition: this.#batch.partition, offset: record.offset };
    const enriched = enrich(login, this.#tools.times.textOf(login.timestampMs), source);
    const value = this.#frames.frame(enrichedLogin, enriched);
    const partition = partitionOf(key, output.partitionCount);
    const { timestamp } = record;
    return { topic: output.topic, partition, key, value, headers: noHeaders, timestamp };
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
    const headers: readonly Header[] = windows.sizes.length === 0
      ? noHeaders
      : [[streamTimeHeader, textEncoder.encode(String(delta.streamTimeMs))]];
    const partition = partitionOf(key, deltas.partitionCount);
    // Counts get this timestamp, and the broker's log cleaner fails at a negative one.
    const timestamp = plainTimeOf(delta.timestamp);
    return { topic: deltas.topic, partition, key, value, headers, timestamp };
  }

  #reject(record: InputRecord, rejection: Rejection): void {
    const { topic, partition } = this.#batch;
    const rejected = { topic, partition, record, rejection };
    this.#outputs.push(deadLetterOf(rejected, this.#settings.deadLetters));
    this.#count(rejectedFact(rejection.code));
  }

  #count(fact: string): void {
    this.#facts[fact] = (this.#facts[fact] ?? 0) + 1;
  }
}
