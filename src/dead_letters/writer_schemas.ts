import type avro from "avsc";
import { buildCodec, type Codecs, type WriterCodec } from "../pipeline/avro_codec.ts";
import { isFrame, schemaIdOf } from "../pipeline/frame.ts";
import { avroType } from "../pipeline/schemas.ts";
import type { SchemaAnswer } from "../registry/codec_cache.ts";
import { LruMap } from "../registry/lru_map.ts";
import { avscType } from "../registry/writer_schema.ts";

/** The writer schemas of frames. */
export interface Writers {
  /** The codecs of the pipeline for every schema id in the values. */
  readonly codecs: Codecs;
  /** The writers' avsc types, for the schemas that avsc supports. */
  readonly types: ReadonlyMap<number, avro.Type>;
}

interface Writer {
  readonly codec: WriterCodec;
  readonly type: avro.Type | null;
}

const maxSchemas = 10_000;

/** Looks up the writer schemas of frames, each once. */
export class WriterSchemas {
  readonly #schemaOf: (id: number) => Promise<SchemaAnswer>;
  readonly #reader = avroType("UserLogin");
  readonly #known = new LruMap<number, Writer>(maxSchemas);

  /** Takes a function that asks the registry and returns only definite answers. */
  constructor(schemaOf: (id: number) => Promise<SchemaAnswer>) {
    this.#schemaOf = schemaOf;
  }

  /** The writer schemas of values; rejects if the registry does not answer. */
  async of(values: Iterable<Uint8Array | null>): Promise<Writers> {
    const codecs = new Map<number, WriterCodec>();
    const types = new Map<number, avro.Type>();
    for (const value of values) {
      const id = value !== null && isFrame(value) ? schemaIdOf(value) : null;
      if (id === null || codecs.has(id)) continue;
      const { codec, type } = this.#known.get(id) ?? await this.#ask(id);
      codecs.set(id, codec);
      if (type !== null) types.set(id, type);
    }
    return { codecs, types };
  }

  async #ask(id: number): Promise<Writer> {
    const writer = this.#writerOf(await this.#schemaOf(id));
    this.#known.set(id, writer);
    return writer;
  }

  #writerOf(answer: SchemaAnswer): Writer {
    if (answer.status !== "found") return { codec: { status: answer.status }, type: null };
    const codec = buildCodec(answer.schema, this.#reader, answer.referenced);
    return { codec, type: avscType(answer) };
  }
}
