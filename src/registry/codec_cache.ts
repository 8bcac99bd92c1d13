import type avro from "avsc";
import { buildCodec, type Codecs, type WriterCodec } from "../pipeline/avro_codec.ts";
import { schemaIdIn } from "../pipeline/frame.ts";
import type { InputBatch } from "../pipeline/record.ts";
import { LruMap } from "./lru_map.ts";

/** What the registry definitely says of a schema id. */
export type SchemaAnswer =
  | { readonly status: "found"; readonly schema: unknown }
  | { readonly status: "unknown" }
  | { readonly status: "incompatible" };

/** What the cache needs from around it. */
export interface CodecCacheSettings {
  /** Asks the registry; throws RegistryUnavailableError when it gives no definite answer. */
  readonly schemaOf: (id: number) => Promise<SchemaAnswer>;
  /** Milliseconds that only rise. */
  readonly now: () => number;
}

/** A schema as one writer id names it, and the codecs built from it by reader. */
interface Writer {
  readonly answer: SchemaAnswer;
  readonly codecs: Map<avro.Type, WriterCodec>;
}

const maxSchemas = 1_000;
/** A separate and larger memory, so that a flood of junk ids pushes out no schema. */
const maxUnknownIds = 100_000;
const unknownForMs = 30_000;
const parallelRequests = 4;

/** The codecs for the schema ids in records; each id costs one request, then none. */
export class CodecCache {
  readonly #settings: CodecCacheSettings;
  readonly #writers = new LruMap<number, Writer>(maxSchemas);
  readonly #unknownUntilMs = new LruMap<number, number>(maxUnknownIds);
  readonly #pending = new Map<number, Promise<WriterOrUnknown>>();

  /** Begins with no id known. */
  constructor(settings: CodecCacheSettings) {
    this.#settings = settings;
  }

  /** Makes an id known that needs no question. */
  seed(id: number, schema: unknown): void {
    this.#remember(id, { status: "found", schema });
  }

  /**
   * A codec for each id that the frames of a batch name: at once when all ids are known, whether
   * or not the registry is there. Rejects with RegistryUnavailableError when one id stays
   * unanswered, because dead-lettering its records would be a guess.
   */
  codecsFor(batch: InputBatch, reader: avro.Type): Codecs | Promise<Codecs> {
    const codecs = new Map<number, WriterCodec>();
    const missing = new Set<number>();
    let previous: number | null = null;
    for (const record of batch.records) {
      const id = schemaIdIn(record);
      // Neighbours nearly always share their schema: this is the path of most records.
      if (id === null || id === previous || codecs.has(id)) continue;
      previous = id;
      const writer = this.#recall(id);
      if (writer === undefined) missing.add(id);
      else codecs.set(id, codecOf(writer, reader));
    }
    return missing.size === 0 ? codecs : this.#complete(codecs, [...missing], reader);
  }

  async #complete(codecs: Map<number, WriterCodec>, missing: number[], reader: avro.Type) {
    const askInTurn = async () => {
      for (let id = missing.pop(); id !== undefined; id = missing.pop()) {
        // Another batch may have asked for it meanwhile.
        codecs.set(id, codecOf(this.#recall(id) ?? await this.#askOnce(id), reader));
      }
    };
    try {
      await Promise.all(Array.from({ length: parallelRequests }, askInTurn));
    } catch (error) {
      missing.length = 0;
      throw error;
    }
    return codecs;
  }

  #recall(id: number): WriterOrUnknown | undefined {
    const writer = this.#writers.get(id);
    if (writer !== undefined) return writer;
    const untilMs = this.#unknownUntilMs.get(id);
    return untilMs !== undefined && this.#settings.now() < untilMs ? "unknown" : undefined;
  }

  #askOnce(id: number): Promise<WriterOrUnknown> {
    const pending = this.#pending.get(id);
    if (pending !== undefined) return pending;
    const answer = this.#settings.schemaOf(id)
      .then((answer) => this.#remember(id, answer))
      .finally(() => this.#pending.delete(id));
    this.#pending.set(id, answer);
    return answer;
  }

  #remember(id: number, answer: SchemaAnswer): WriterOrUnknown {
    if (answer.status === "unknown") {
      this.#unknownUntilMs.set(id, this.#settings.now() + unknownForMs);
      return "unknown";
    }
    const writer = { answer, codecs: new Map() };
    this.#writers.set(id, writer);
    return writer;
  }
}

type WriterOrUnknown = Writer | "unknown";

function codecOf(writer: WriterOrUnknown, reader: avro.Type): WriterCodec {
  if (writer === "unknown") return { status: "unknown" };
  const built = writer.codecs.get(reader);
  if (built !== undefined) return built;
  const codec: WriterCodec = writer.answer.status === "found"
    ? buildCodec(writer.answer.schema, reader)
    : { status: "incompatible" };
  writer.codecs.set(reader, codec);
  return codec;
}
