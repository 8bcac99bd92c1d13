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
 * A client of the Confluent schema registry API. Each method throws RegistryUnavailableError when the
 * registry gives no definite answer.
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

  /** The schema of an id. `unknown` and `incompatible` (unreadable Avro) are definite answers. */
  async schemaOf(id: number): Promise<SchemaAnswer> {
    try {
      const answer = await this.#http.exchange("GET", `/schemas/ids/${id}`);
      return await writerSchemaIn(
        answer,
        (subject, version) =>
          this.#http.exchange("GET", `/subjects/${encoded(subject)}/versions/${version}`),
      );
    } catch (error) {
      // A schema with a missing reference is as useless as a missing schema.
      if (isNotFound(error)) return { status: "unknown" };
      if (!(error instanceof RegistryRefusal)) throw error;
      throw unavailable(this.address, `it cannot provide schema ${id}`, error);
    }
  }

  /** The id of exactly this schema in a subject; null if the subject does not have it. */
  async idOf(subject: string, schemaText: string): Promise<number | null> {
    const body = JSON.stringify({ schema: schemaText });
    const answer = await orNull(this.#http.exchange("POST", `/subjects/${encoded(subject)}`, body));
    return answer && answer.integer("id");
  }

  /** Registers a schema under a subject of this level. Throws RegistryRefusal if it is rejected. */
  async register(subject: string, schemaText: string, level: Level): Promise<number> {
    const { registry, COMPATIBILITY, SchemaType } = await this.#loaded();
    const type: confluent.SchemaType.AVRO = SchemaType.AVRO;
    const schema = { type, schema: schemaText };
    const compatibility = COMPATIBILITY[level];
    return (await registry.register(schema, { subject, compatibility })).id;
  }

  /** The effective level of a subject, its own or an inherited one; null if it has none. */
  async levelOf(subject: string): Promise<string | null> {
    const answer = await orNull(this.#http.exchange("GET", `/config/${encoded(subject)}`));
    return answer && answer.text("compatibilityLevel");
  }

  /** Sets the level of a subject. Returns false if the registry requires a first version before. */
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
          `it lists version ${version} of ${subject}, but cannot provide it`,
        );
      }
      return { version, id: answer.integer("id"), schema: answer.text("schema") };
    }));
  }

  /** Why the registry would reject a schema as a new version; null if it would accept it. */
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

  // The library takes as long to load as the rest of a start, and a processor registers nothing, so
  // it does not load it. Reading does not use the library either: it parses schemas with avsc, which
  // rejects some valid Avro schemas.
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
    // The caller retries: it knows whether a partition waits or a command gives up.
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
