import avro from "avsc";

/** Reads frames as a stranger does: asks the registry for the id's schema, and leaves it to avsc. */
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
