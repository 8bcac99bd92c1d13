/** A schema as JSON. */
export type Schema = string | readonly Schema[] | {
  readonly type: Schema;
  readonly name?: string;
  readonly namespace?: string;
  readonly fields?: readonly Field[];
  readonly items?: Schema;
  readonly values?: Schema;
  readonly symbols?: readonly string[];
  readonly size?: number;
  readonly logicalType?: string;
  readonly aliases?: readonly string[];
  readonly doc?: string;
};

/** A field of a record's schema. */
export interface Field {
  readonly name: string;
  readonly type: Schema;
  readonly default?: unknown;
  readonly aliases?: readonly string[];
}

/** The limits of a reader, which the specification leaves open. */
export interface AvroLimits {
  /** Nested records below the outermost one. */
  readonly maxDepth: number;
  /** Items and nested records without bytes. */
  readonly maxEmpty: number;
}

/** A value and the schema in which it was written: for a union, the branch. */
export interface Read {
  readonly schema: Schema;
  readonly value: unknown;
}

const strict = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** A record: its name in its schema, and its fields. */
export interface ReadRecord {
  readonly name: string;
  readonly fields: ReadonlyMap<string, Read>;
}

/**
 * Reads a record from its binary encoding strictly by Avro 1.12 ("Binary Encoding"), also as a branch
 * of a union; throws unless the bytes are exactly that record. Longs are bigints.
 */
export function readRecord(schema: Schema, body: Uint8Array, limits: AvroLimits): ReadRecord {
  const reader = new AvroReader(body, limits);
  return reader.readWhole(schema);
}

class AvroReader {
  readonly #body: Uint8Array;
  readonly #limits: AvroLimits;
  readonly #named = new Map<string, Schema>();
  #at = 0;
  #depth = 0;
  #empty = 0;

  constructor(body: Uint8Array, limits: AvroLimits) {
    this.#body = body;
    this.#limits = limits;
  }

  readWhole(schema: Schema): ReadRecord {
    this.#learn(schema);
    let chosen = schema;
    while (Array.isArray(chosen)) chosen = this.#choice(chosen as readonly Schema[]);
    const { type, name = "", fields = [] } = chosen as Exclude<Schema, string | readonly Schema[]>;
    if (type !== "record") throw new Error("no record");
    const read = new Map<string, Read>();
    for (const field of fields) read.set(field.name, this.#value(field.type));
    if (this.#at !== this.#body.length) throw new Error("bytes behind the body");
    return { name, fields: read };
  }

  /** Registers all names, because one may be defined in a branch that the body does not use. */
  #learn(schema: Schema): void {
    if (typeof schema === "string") return;
    if (Array.isArray(schema)) {
      return (schema as readonly Schema[]).forEach((each) => this.#learn(each));
    }
    const complex = schema as Exclude<Schema, string | readonly Schema[]>;
    if (complex.name !== undefined) this.#named.set(shortName(complex.name), complex);
    for (const { type } of complex.fields ?? []) this.#learn(type);
    for (const inner of [complex.type, complex.items, complex.values]) {
      if (inner !== undefined) this.#learn(inner);
    }
  }

  #value(schema: Schema): Read {
    if (Array.isArray(schema)) return this.#value(this.#choice(schema as readonly Schema[]));
    if (typeof schema === "string") {
      const named = this.#named.get(shortName(schema));
      return named ? this.#value(named) : { schema, value: this.#primitive(schema) };
    }
    const complex = schema as Exclude<Schema, string | readonly Schema[]>;
    if (complex.type === "record") return { schema, value: this.#record(complex.fields ?? []) };
    if (complex.type === "enum") return { schema, value: this.#choice(complex.symbols ?? []) };
    if (complex.type === "fixed") return { schema, value: this.#bytes(complex.size ?? 0) };
    if (complex.type === "array") return this.#blocks(() => this.#value(complex.items ?? "null"));
    if (complex.type !== "map") return this.#value(complex.type);
    return this.#blocks(() => {
      this.#primitive("string");
      this.#value(complex.values ?? "null");
    });
  }

  #primitive(name: string): unknown {
    if (name === "null") return null;
    if (name === "boolean") return this.#choice([false, true], this.#bytes(1)[0]);
    if (name === "int") return this.#int();
    if (name === "long") return this.#long();
    if (name === "float") return this.#bytes(4);
    if (name === "double") return this.#bytes(8);
    if (name === "bytes") return this.#bytes(this.#long());
    if (name === "string") return strict.decode(this.#bytes(this.#long()));
    throw new Error(`no type ${name}`);
  }

  #record(fields: readonly Field[]): null {
    const start = this.#at;
    if (++this.#depth > this.#limits.maxDepth) throw new Error("records too deep");
    for (const { type } of fields) this.#value(type);
    this.#depth--;
    this.#countEmpty(start);
    return null;
  }

  #blocks(readItem: () => void): Read {
    for (let count = this.#long(); count !== 0n; count = this.#long()) {
      const size = count < 0n ? this.#long() : null;
      const start = this.#at;
      for (let left = count < 0n ? -count : count; left > 0n; left--) {
        const itemStart = this.#at;
        readItem();
        this.#countEmpty(itemStart);
      }
      if (size !== null && BigInt(this.#at - start) !== size) throw new Error("another size");
    }
    return { schema: "array", value: null };
  }

  #countEmpty(start: number): void {
    if (this.#at === start && ++this.#empty > this.#limits.maxEmpty) throw new Error("a bomb");
  }

  #choice<T>(list: readonly T[], index: number | bigint = this.#long()): T {
    if (index < 0 || index >= list.length) throw new Error("no such branch");
    return list[Number(index)]!;
  }

  #int(): bigint {
    const value = this.#long();
    if (BigInt.asIntN(32, value) !== value) throw new Error("no int");
    return value;
  }

  /** A zigzag varint of up to ten bytes; more than 64 bits are kept for the caller to judge. */
  #long(): bigint {
    let zigzag = 0n;
    for (let shift = 0n; shift < 70n; shift += 7n) {
      const byte = this.#bytes(1)[0]!;
      zigzag |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return zigzag & 1n ? -(zigzag + 1n) / 2n : zigzag / 2n;
    }
    throw new Error("an endless varint");
  }

  #bytes(length: number | bigint): Uint8Array {
    if (length < 0 || length > this.#body.length - this.#at) throw new Error("beyond the end");
    this.#at += Number(length);
    return this.#body.subarray(this.#at - Number(length), this.#at);
  }
}

function shortName(name: string): string {
  return name.slice(name.lastIndexOf(".") + 1);
}
