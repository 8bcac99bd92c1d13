import avro from "avsc";

/** The registry as a stranger uses it: plain HTTP, and avsc for the rest. */
export class RegisteredSchemas {
  readonly #url: string;
  readonly #types = new Map<number, Promise<avro.Type | null>>();

  constructor(url: string) {
    this.#url = url;
  }

  /** The type that an id stands for; null when the registry has none. */
  typeOf(id: number): Promise<avro.Type | null> {
    const type = this.#types.get(id) ?? this.#ask(id);
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

  /** Registers a schema, as a team does that writes to the topic; gives back its id. */
  async add(subject: string, schema: object): Promise<number> {
    const response = await fetch(`${this.#url}/subjects/${subject}/versions`, {
      method: "POST",
      headers: { "content-type": "application/vnd.schemaregistry.v1+json" },
      body: JSON.stringify({ schema: JSON.stringify(schema) }),
    });
    const { id, message } = await response.json();
    if (!response.ok) throw new Error(`the registry refused the schema: ${message}`);
    return id;
  }

  async #ask(id: number): Promise<avro.Type | null> {
    const response = await fetch(`${this.#url}/schemas/ids/${id}`);
    const { schema } = await response.json();
    return response.ok ? avro.Type.forSchema(JSON.parse(schema)) : null;
  }
}

/** The parts of a Confluent frame; throws when the value is none. */
export function parseFrame(bytes: Uint8Array): { id: number; body: Buffer } {
  const buffer = Buffer.from(bytes);
  if (buffer.length < 5 || buffer[0] !== 0) throw new Error("the value is no frame");
  return { id: buffer.readInt32BE(1), body: buffer.subarray(5) };
}
