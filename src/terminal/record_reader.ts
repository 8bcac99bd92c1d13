import type { Type } from "avsc";
import type { TopicRecord } from "../kafka/ranges.ts";
import { frameHeaderBytes, isFrame, schemaIdOf } from "../pipeline/frame.ts";
import type { Header } from "../pipeline/record.ts";
import { timeText } from "../pipeline/record_time.ts";
import type { RegistryClient } from "../registry/client.ts";
import { avscType } from "../registry/writer_schema.ts";

/** A record in readable form. */
export interface ReadableRecord {
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
  readonly timestamp: string;
  readonly key: string | null;
  /** The short name of the Avro record; null for a value that is not an Avro frame. */
  readonly type: string | null;
  readonly value: unknown;
  readonly headers?: Readonly<Record<string, string | null>>;
}

const strict = new TextDecoder("utf-8", { fatal: true });

/** Decodes records by their schema id, like a consumer that only knows the registry. */
export class RecordReader {
  readonly #registry: RegistryClient;
  readonly #types = new Map<number, Promise<Type | null>>();

  /** Starts with an empty schema cache. */
  constructor(registry: RegistryClient) {
    this.#registry = registry;
  }

  /** The record with its value decoded, or as text or base64 if it is not Avro. */
  async read({ topic, partition, record }: TopicRecord): Promise<ReadableRecord> {
    const { value } = record;
    const type = value === null ? null : await this.#typeOf(value);
    return {
      topic,
      partition,
      offset: record.offset,
      timestamp: timeText(record.timestamp),
      key: record.key === null ? null : textOf(record.key),
      type: type?.name?.split(".").at(-1) ?? null,
      value: value === null ? null : this.#valueOf(value, type),
      ...(record.headers.length > 0 && { headers: headersOf(record.headers) }),
    };
  }

  #valueOf(value: Uint8Array, type: Type | null): unknown {
    if (type === null) return textOf(value);
    try {
      return type.fromBuffer(Buffer.from(value.subarray(frameHeaderBytes)));
    } catch {
      return textOf(value);
    }
  }

  async #typeOf(value: Uint8Array): Promise<Type | null> {
    const id = isFrame(value) ? schemaIdOf(value) : null;
    if (id === null) return null;
    const known = this.#types.get(id) ?? this.#fetchType(id);
    this.#types.set(id, known);
    return await known;
  }

  async #fetchType(id: number): Promise<Type | null> {
    const answer = await this.#registry.schemaOf(id);
    return answer.status === "found" ? avscType(answer) : null;
  }
}

function headersOf(headers: readonly Header[]): Record<string, string | null> {
  const entries = headers.map(([name, value]) => [name, value === null ? null : textOf(value)]);
  return Object.fromEntries(entries);
}

function textOf(bytes: Uint8Array): string {
  try {
    return strict.decode(bytes);
  } catch {
    return `base64:${bytes.toBase64()}`;
  }
}
