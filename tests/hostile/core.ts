import { buildCodec, type WriterCodec } from "../../src/pipeline/avro_codec.ts";
import { isFrame, schemaIdOf } from "../../src/pipeline/frame.ts";
import type { InputBatch, OutputRecord } from "../../src/pipeline/record.ts";
import { rejectionCodes } from "../../src/pipeline/rejection.ts";
import { avroType } from "../../src/pipeline/schemas.ts";
import { twoStages } from "../../src/pipeline/two_stages.ts";
import { inputBatch } from "../support/logins.ts";
import { pipelineSettings, readOutput } from "../support/pipeline_settings.ts";
import type { WantedFate } from "./hostile_value.ts";
import type { KnownSchemas } from "./known_schemas.ts";

/** The core's result for a value. */
export interface Outcome {
  readonly fate: WantedFate;
  /** The enriched login as any consumer reads it; null for other fates. */
  readonly login: Readonly<Record<string, unknown>> | null;
}

const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
const maxCodecs = 500;
const reader = avroType("UserLogin");

/** The first stage of the pipeline, with one value per batch. */
export class Core {
  readonly #stage = twoStages(pipelineSettings).enrich;
  readonly #schemas: KnownSchemas;
  readonly #codecs = new Map<number, WriterCodec>();

  constructor(schemas: KnownSchemas) {
    this.#schemas = schemas;
  }

  /** A codec for each id in a batch, as from the registry. */
  readonly codecsOf = (batch: InputBatch): ReadonlyMap<number, WriterCodec> =>
    new Map(batch.records.flatMap(({ value }) => {
      const id = value !== null && isFrame(value) ? schemaIdOf(value) : null;
      return id === null ? [] : [[id, this.#codecOf(id)] as const];
    }));

  /** The fate of a value; throws if the stage throws or its outputs break the contract. */
  take(value: Uint8Array | null): Outcome {
    const batch = inputBatch([value]);
    const state = this.#stage.begin("");
    const { outputs, facts } = this.#stage.process(state, batch, this.codecsOf(batch));
    const [output] = outputs;
    if (output?.topic === "processed-data-topic") {
      return { fate: "enriched", login: loginOf(outputs) };
    }
    if (output?.topic === "user-login-dlq") return { fate: causeOf(output, value), login: null };
    return { fate: facts["tombstone"] === 1 ? "tombstone" : "filtered", login: null };
  }

  #codecOf(id: number): WriterCodec {
    const known = this.#codecs.get(id);
    if (known !== undefined) return known;
    const schema = this.#schemas.schemaOf(id);
    if (schema === null) return { status: "unknown" };
    const codec = buildCodec(schema, reader);
    if (this.#codecs.size >= maxCodecs) this.#codecs.clear();
    this.#codecs.set(id, codec);
    return codec;
  }
}

function loginOf(outputs: readonly OutputRecord[]): Record<string, unknown> {
  const [output, delta, ...others] = outputs;
  if (delta?.topic !== "deltas" || others.length > 0) throw new Error("a login makes two records");
  const { source_partition, source_offset, ...login } = readOutput(output!);
  if (source_partition !== 2 || source_offset !== 0) throw new Error("another source");
  if (text.decode(output!.key!) !== login["user_id"]) throw new Error("another key");
  return login;
}

function causeOf({ value: kept, headers }: OutputRecord, value: Uint8Array | null): WantedFate {
  if (kept !== value && kept !== null) throw new Error("a dead letter with another value");
  const cause = headers.find(([name]) => name === "__streams.errors.exception");
  const code = rejectionCodes.find((each) => each === text.decode(cause![1]!));
  if (code === undefined) throw new Error("a cause that is not in the list");
  return code;
}
