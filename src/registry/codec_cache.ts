import type avro from "avsc";
import { RegistryUnavailableError } from "../errors.ts";
import { buildCodec, type Codecs, type WriterCodec } from "../pipeline/avro_codec.ts";
import { schemaIdIn } from "../pipeline/frame.ts";
import type { InputBatch } from "../pipeline/record.ts";
import { LruMap } from "./lru_map.ts";
import { MissingIds } from "./missing_ids.ts";

/** A definite answer of the registry about a schema id. */
export type SchemaAnswer =
  | {
    readonly status: "found";
    /** As JSON, or as avsc's type. */
    readonly schema: unknown;
    /** The schemas that it refers to, each after its own references. */
    readonly referenced?: readonly unknown[];
  }
  | { readonly status: "unknown" }
  | { readonly status: "incompatible" };

/** What the cache depends on. */
export interface CodecCacheSettings {
  /** Asks the registry; throws RegistryUnavailableError when it gives no definite answer. */
  readonly schemaOf: (id: number) => Promise<SchemaAnswer>;
  /** A monotonic clock, in milliseconds. */
  readonly now: () => number;
  /** How long a schema must be reported missing before that is believed. */
  readonly notFoundMs: number;
}

/** The schema of a writer id, and its codecs by reader schema. */
interface Writer {
  readonly answer: SchemaAnswer;
  readonly codecs: Map<avro.Type, WriterCodec>;
}

const maxSchemas = 1_000;
const parallelRequests = 4;
const maxAskedAgain = 50;

/** The codecs for the schema ids in records. Each id costs one request at most. */
export class CodecCache {
  readonly #settings: CodecCacheSettings;
  readonly #writers = new LruMap<number, Writer>(maxSchemas);
  // A separate cache, so that a flood of junk ids evicts no schema.
  readonly #missing: MissingIds;
  readonly #pending = new Map<number, Promise<Writer | null>>();

  /** Starts empty. */
  constructor(settings: CodecCacheSettings) {
    this.#settings = settings;
    this.#missing = new MissingIds(settings.notFoundMs);
  }

  /** Adds an id whose schema is already known. */
  seed(id: number, schema: unknown): void {
    this.#remember(id, { status: "found", schema });
  }

  /**
   * A codec for each schema id in a batch, without a promise when all ids are cached, even if the
   * registry is down. Rejects with RegistryUnavailableError when the registry does not answer about an
   * id, or when it may be a lagging replica that reports an id missing: dead-lettering its records would
   * be a guess. The error names the first such record. The caller can process the records before it.
   */
  codecsFor(batch: InputBatch, reader: avro.Type): Codecs | Promise<Codecs> {
    const codecs = new Map<number, WriterCodec>();
    const unknown = new Map<number, number>();
    let previous: number | null = null;
    for (const record of batch.records) {
      const id = schemaIdIn(record);
      // Fast path: neighboring records nearly always have the same schema.
      if (id === null || id === previous || codecs.has(id)) continue;
      previous = id;
      const codec = this.#recall(id, reader);
      if (codec !== null) codecs.set(id, codec);
      else if (!unknown.has(id)) unknown.set(id, record.offset);
    }
    return unknown.size === 0 ? codecs : this.#complete(codecs, unknown, batch, reader);
  }

  async #complete(
    codecs: Map<number, WriterCodec>,
    unknown: ReadonlyMap<number, number>,
    batch: InputBatch,
    reader: avro.Type,
  ): Promise<Codecs> {
    const log = logOf(batch);
    const nowMs = this.#settings.now();
    this.#missing.addLogEnd(log, batch.logEnd ?? batch.records.at(-1)!.offset + 1, nowMs);
    const found = await this.#askFor(this.#worthAsking(unknown, log, nowMs));
    const waiting: number[] = [];
    for (const id of unknown.keys()) {
      // Another batch may have fetched it meanwhile.
      const writer = found.get(id) ?? this.#writers.get(id) ?? null;
      if (writer !== null) codecs.set(id, codecOf(writer, reader));
      else if (this.#missing.isSure(id)) codecs.set(id, { status: "unknown" });
      else waiting.push(id);
    }
    if (waiting.length > 0) this.#assertOld(batch, new Set(waiting));
    for (const id of waiting) codecs.set(id, { status: "unknown" });
    return codecs;
  }

  /** Throws when a record with one of these ids may be newer than the registry's answer. */
  #assertOld(batch: InputBatch, waiting: ReadonlySet<number>): void {
    const log = logOf(batch);
    const young = batch.records.find((record) => {
      const id = schemaIdIn(record);
      return id !== null && waiting.has(id) && !this.#missing.isSureFor(id, log, record.offset);
    });
    if (young === undefined) return;
    const others = waiting.size === 1 ? "" : ` and ${waiting.size - 1} others of the batch`;
    throw new RegistryUnavailableError(
      `The schema registry reports no schema ${
        schemaIdIn(young)
      }${others}; because a replica may ` +
        "lag, its records wait until this has lasted for " +
        `${this.#settings.notFoundMs / 1000} s (SCHEMA_NOT_FOUND_SECONDS)`,
      { fromOffset: young.offset },
    );
  }

  /** All ids that are new or that an answer would decide, but only some of those that keep waiting. */
  #worthAsking(unknown: ReadonlyMap<number, number>, log: string, nowMs: number): number[] {
    const stale = [...unknown].filter(([id]) => !this.#missing.isFresh(id, nowMs));
    const isDue = ([id, offset]: [number, number]) => this.#missing.isDue(id, log, offset, nowMs);
    const again = stale.filter((each) => !isDue(each)).slice(0, maxAskedAgain);
    return [...stale.filter(isDue), ...again].map(([id]) => id);
  }

  async #askFor(ids: number[]): Promise<ReadonlyMap<number, Writer | null>> {
    const answers = new Map<number, Writer | null>();
    const askInTurn = async () => {
      for (let id = ids.pop(); id !== undefined; id = ids.pop()) {
        answers.set(id, await this.#askOnce(id));
      }
    };
    try {
      await Promise.all(Array.from({ length: parallelRequests }, askInTurn));
    } catch (error) {
      ids.length = 0;
      throw error;
    }
    return answers;
  }

  #recall(id: number, reader: avro.Type): WriterCodec | null {
    const writer = this.#writers.get(id);
    if (writer !== undefined) return codecOf(writer, reader);
    const isUnknown = this.#missing.isSure(id) && this.#missing.isFresh(id, this.#settings.now());
    return isUnknown ? { status: "unknown" } : null;
  }

  #askOnce(id: number): Promise<Writer | null> {
    const pending = this.#pending.get(id);
    if (pending !== undefined) return pending;
    const answer = this.#settings.schemaOf(id)
      .then((answer) => this.#remember(id, answer))
      .finally(() => this.#pending.delete(id));
    this.#pending.set(id, answer);
    return answer;
  }

  #remember(id: number, answer: SchemaAnswer): Writer | null {
    if (answer.status === "unknown") {
      this.#missing.add(id, this.#settings.now());
      return null;
    }
    const writer = { answer, codecs: new Map() };
    this.#writers.set(id, writer);
    return writer;
  }
}

function logOf({ topic, partition }: InputBatch): string {
  return `${topic}[${partition}]`;
}

function codecOf(writer: Writer, reader: avro.Type): WriterCodec {
  const built = writer.codecs.get(reader);
  if (built !== undefined) return built;
  const codec: WriterCodec = writer.answer.status === "found"
    ? buildCodec(writer.answer.schema, reader, writer.answer.referenced)
    : { status: "incompatible" };
  writer.codecs.set(reader, codec);
  return codec;
}
