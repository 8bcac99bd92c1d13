import type * as confluent from "@kafkajs/confluent-schema-registry";
import { unavailable } from "./answer.ts";
import type { SchemaAnswer } from "./codec_cache.ts";
import { RegistryHttp, type RegistrySettings } from "./http.ts";
import { libraryTransport } from "./library_transport.ts";
import { RegistryRefusal } from "./read_answer.ts";
import type { Level } from "./subjects.ts";
import { writerSchemaIn } from "./writer_schema.ts";

/** One version of a subject; the schema is the registered text. */
export interface RegisteredVersion {
  readonly version: number;
  readonly id: number;
  readonly schema: string;
}

/**
 * What the project asks a schema registry with the Confluent API. Each method throws
 * RegistryUnavailableError when the registry gave no definite answer.
 */
export class RegistryClient {
  readonly #http: RegistryHttp;
  #library: Promise<Library> | null = null;

  constructor(settings: RegistrySettings) {
    this.#http = new RegistryHttp(settings);
  }

  /** The registry's URL, without credentials. */
  get address(): string {
    return this.#http.address;
  }

  /** Returns when the registry answers. */
  async ping(): Promise<void> {
    await this.#http.exchange("GET", "/schemas/types");
  }

  /** The schema of an id; `unknown` and `incompatible` (no readable Avro) only for sure. */
  async schemaOf(id: number): Promise<SchemaAnswer> {
    try {
      const answer = await this.#http.exchange("GET", `/schemas/ids/${id}`);
      return await writerSchemaIn(
        answer,
        (subject, version) =>
          this.#http.exchange("GET", `/subjects/${encoded(subject)}/versions/${version}`),
      );
    } catch (error) {
      // Without a schema that it refers to, a schema says as little as one that is not there.
      if (isNotFound(error)) return { status: "unknown" };
      if (!(error instanceof RegistryRefusal)) throw error;
      throw unavailable(this.address, `what it holds as schema ${id} is beyond us`, error);
    }
  }

  /** The id under which a subject holds exactly this schema; null when it does not. */
  async idOf(subject: string, schemaText: string): Promise<number | null> {
    const body = JSON.stringify({ schema: schemaText });
    const answer = await orNull(this.#http.exchange("POST", `/subjects/${encoded(subject)}`, body));
    return answer && answer.integer("id");
  }

  /** Registers a schema under a subject of this level; RegistryRefusal when it is not taken. */
  async register(subject: string, schemaText: string, level: Level): Promise<number> {
    const { registry, COMPATIBILITY, SchemaType } = await this.#loaded();
    const type: confluent.SchemaType.AVRO = SchemaType.AVRO;
    const schema = { type, schema: schemaText };
    const compatibility = COMPATIBILITY[level];
    return (await registry.register(schema, { subject, compatibility })).id;
  }

  /** The level that holds for a subject, its own or an inherited one; null when it has none. */
  async levelOf(subject: string): Promise<string | null> {
    const answer = await orNull(this.#http.exchange("GET", `/config/${encoded(subject)}`));
    return answer && answer.text("compatibilityLevel");
  }

  /** Sets the level of a subject; false when the registry asks for a first version before. */
  async setLevel(subject: string, level: Level): Promise<boolean> {
    const body = JSON.stringify({ compatibility: level });
    const answer = await orNull(this.#http.exchange("PUT", `/config/${encoded(subject)}`, body));
    return answer !== null && answer.text("compatibility") !== "";
  }

  /** All versions of a subject, oldest first; none when there is no such subject. */
  async versionsOf(subject: string): Promise<readonly RegisteredVersion[]> {
    const path = `/subjects/${encoded(subject)}/versions`;
    const numbers = (await orNull(this.#http.exchange("GET", path)))?.integers() ?? [];
    return await Promise.all(numbers.map(async (version) => {
      const answer = await orNull(this.#http.exchange("GET", `${path}/${version}`));
      if (answer === null) {
        throw unavailable(
          this.address,
          `it lists version ${version} of ${subject}, but has it not`,
        );
      }
      return { version, id: answer.integer("id"), schema: answer.text("schema") };
    }));
  }

  /** Why the registry would not take a schema next to a subject's versions; null when it would. */
  async objectionTo(subject: string, schemaText: string): Promise<string | null> {
    const path = `/compatibility/subjects/${encoded(subject)}/versions?verbose=true`;
    const body = JSON.stringify({ schema: schemaText });
    try {
      const answer = await this.#http.exchange("POST", path, body);
      if (answer.boolean("is_compatible")) return null;
      // Confluent's registry gives its reasons as `messages`, Apicurio as `reason`.
      const reasons = [answer.field("messages") ?? answer.field("reason") ?? "no reason given"];
      return reasons.flat().join("; ");
    } catch (error) {
      if (!(error instanceof RegistryRefusal)) throw error;
      return isNotFound(error) ? null : error.message;
    }
  }

  // The library takes as long to load as all the rest of a start, and a processor does without: it
  // registers nothing. To read, the library would have avsc parse what it is given, which refuses
  // schemas that Avro takes.
  #loaded(): Promise<Library> {
    return this.#library ??= loadLibrary(this.#http);
  }
}

interface Library extends Pick<typeof confluent, "COMPATIBILITY" | "SchemaType"> {
  readonly registry: confluent.SchemaRegistry;
}

async function loadLibrary(http: RegistryHttp): Promise<Library> {
  const library = await import("@kafkajs/confluent-schema-registry");
  const { SchemaRegistry, COMPATIBILITY, SchemaType } = library;
  const registry = new SchemaRegistry({
    host: http.address,
    // Retrying is the caller's: it knows whether a partition waits or a command gives up.
    retry: { retries: 0 },
    middlewares: [libraryTransport(http)],
  });
  return { registry, COMPATIBILITY, SchemaType };
}

async function orNull<T>(answer: Promise<T>): Promise<T | null> {
  try {
    return await answer;
  } catch (error) {
    if (isNotFound(error)) return null;
    throw error;
  }
}

function isNotFound(error: unknown): boolean {
  return error instanceof RegistryRefusal && error.status === 404;
}

function encoded(subject: string): string {
  return encodeURIComponent(subject);
}
