import avro from "avsc";
import type { Schema } from "../hostile/judge/avro_reader.ts";

/** A registry client independent of ours: plain HTTP, with avsc for the rest. */
export class RegisteredSchemas {
  readonly #url: string;
  readonly #schemas = new Map<number, Promise<Schema | null>>();
  readonly #types = new Map<number, avro.Type>();

  constructor(url: string) {
    this.#url = url;
  }

  /** The schema of an id, as its JSON; null if the registry has none. */
  schemaOf(id: number): Promise<Schema | null> {
    const schema = this.#schemas.get(id) ?? this.#ask(id);
    this.#schemas.set(id, schema);
    return schema;
  }

  /** The same as avsc's type. */
  async typeOf(id: number): Promise<avro.Type | null> {
    const schema = await this.schemaOf(id);
    if (schema === null) return null;
    const type = this.#types.get(id) ?? avro.Type.forSchema(schema as avro.Schema);
    this.#types.set(id, type);
    return type;
  }

  /** The name of a frame's record, and its fields. */
  async read(bytes: Uint8Array): Promise<{ name: string; fields: Record<string, unknown> }> {
    const { id, body } = parseFrame(bytes);
    const type = await this.typeOf(id);
    if (type === null) throw new Error(`the registry has no schema ${id}`);
    return { name: type.name ?? "", fields: { ...type.fromBuffer(body) } };
  }

  /** Registers a schema, as a team does that writes to the topic; returns its id. */
  async add(subject: string, schema: object, references: readonly object[] = []): Promise<number> {
    const response = await fetch(`${this.#url}/subjects/${subject}/versions`, {
      method: "POST",
      headers: { "content-type": "application/vnd.schemaregistry.v1+json" },
      body: JSON.stringify({ schema: JSON.stringify(schema), references }),
    });
    const { id, message } = await response.json();
    if (!response.ok) throw new Error(`the registry refused the schema: ${message}`);
    return id;
  }

  async #ask(id: number): Promise<Schema | null> {
    const response = await fetch(`${this.#url}/schemas/ids/${id}`);
    const { schema } = await response.json();
    return response.ok ? JSON.parse(schema) : null;
  }
}

/** The parts of a Confluent frame; throws if the value is not one. */
export function parseFrame(bytes: Uint8Array): { id: number; body: Buffer } {
  const buffer = Buffer.from(bytes);
  if (buffer.length < 5 || buffer[0] !== 0) throw new Error("the value is no frame");
  return { id: buffer.readInt32BE(1), body: buffer.subarray(5) };
}
