/** The primitive types. */
export type PrimitiveName =
  | "null"
  | "boolean"
  | "int"
  | "long"
  | "float"
  | "double"
  | "bytes"
  | "string";

/** A field of a record. */
export interface AvroField {
  readonly name: string;
  readonly aliases: readonly string[];
  readonly type: AvroSchema;
  /** The default from the schema's JSON; undefined if there is none. */
  readonly default: unknown;
}

/** A record. Its fields are set after it is made, because it may contain itself. */
export interface AvroRecord {
  readonly kind: "record";
  /** The full name, with its namespace. */
  readonly name: string;
  readonly aliases: readonly string[];
  readonly fields: readonly AvroField[];
}

/** A schema as reading needs it: without logical types, and with names resolved. */
export type AvroSchema =
  | { readonly kind: PrimitiveName }
  | { readonly kind: "fixed"; readonly size: number }
  | { readonly kind: "enum"; readonly symbolCount: number }
  | { readonly kind: "array"; readonly items: AvroSchema }
  | { readonly kind: "map"; readonly values: AvroSchema }
  | { readonly kind: "union"; readonly branches: readonly AvroSchema[] }
  | AvroRecord;

const primitives: readonly PrimitiveName[] = [
  "null",
  "boolean",
  "int",
  "long",
  "float",
  "double",
  "bytes",
  "string",
];
/** Far more than real schemas need, and far less than the stack allows. */
const maxLevels = 500;

/**
 * Parses a schema from its JSON, after the schemas that it refers to. Throws TypeError if values cannot
 * be decoded with it. It accepts errors that concern only writers, such as invalid defaults or names;
 * avsc would refuse all records for them.
 */
export function parseSchema(json: unknown, referenced: readonly unknown[] = []): AvroSchema {
  const names = new SchemaNames();
  for (const each of referenced) names.parse(each, "");
  return names.parse(json, "");
}

class SchemaNames {
  readonly #known = new Map<string, AvroSchema>();
  #levels = 0;

  parse(json: unknown, namespace: string): AvroSchema {
    if (++this.#levels > maxLevels) throw new TypeError("the schema is nested too deep");
    const schema = this.#parse(json, namespace);
    this.#levels--;
    return schema;
  }

  #parse(json: unknown, namespace: string): AvroSchema {
    if (typeof json === "string") return this.#named(json, namespace);
    if (Array.isArray(json)) {
      return { kind: "union", branches: json.map((each) => this.parse(each, namespace)) };
    }
    if (!isObject(json)) throw new TypeError("a schema is a name, a list or an object");
    const { type } = json;
    if (type === "array") return { kind: type, items: this.parse(json["items"], namespace) };
    if (type === "map") return { kind: type, values: this.parse(json["values"], namespace) };
    if (type === "record" || type === "error") return this.#record(json, namespace);
    if (type === "enum") {
      return this.#define(json, namespace, {
        kind: type,
        symbolCount: listIn(json, "symbols").length,
      });
    }
    if (type === "fixed") return this.#define(json, namespace, { kind: type, size: sizeIn(json) });
    return this.parse(type, namespace); // a primitive with attributes, such as a logical type
  }

  #named(name: string, namespace: string): AvroSchema {
    const kind = primitives.find((each) => each === name);
    if (kind !== undefined) return { kind };
    const known = this.#known.get(qualified(name, namespace)) ?? this.#known.get(name);
    if (known === undefined) throw new TypeError(`there is no type ${name}`);
    return known;
  }

  #record(json: Json, namespace: string): AvroRecord {
    const fields: AvroField[] = [];
    const name = nameIn(json, namespace);
    const record: AvroRecord = { kind: "record", name, aliases: aliasesIn(json), fields };
    this.#define(json, namespace, record); // before the fields, because one of them may contain it
    const inner = name.slice(0, Math.max(0, name.lastIndexOf(".")));
    for (const field of listIn(json, "fields")) fields.push(this.#field(field, inner));
    if (new Set(fields.map((field) => field.name)).size < fields.length) {
      throw new TypeError(`${name} has two fields of one name`);
    }
    return record;
  }

  #field(json: unknown, namespace: string): AvroField {
    if (!isObject(json)) throw new TypeError("a field is an object");
    const type = this.parse(json["type"], namespace);
    return { name: textIn(json, "name"), aliases: aliasesIn(json), type, default: json["default"] };
  }

  #define<S extends AvroSchema>(json: Json, namespace: string, schema: S): S {
    const name = nameIn(json, namespace);
    if (this.#known.has(name)) throw new TypeError(`${name} is defined twice`);
    this.#known.set(name, schema);
    return schema;
  }
}

type Json = Readonly<Record<string, unknown>>;

function isObject(json: unknown): json is Json {
  return typeof json === "object" && json !== null && !Array.isArray(json);
}

function nameIn(json: Json, enclosing: string): string {
  const { namespace } = json;
  return qualified(textIn(json, "name"), typeof namespace === "string" ? namespace : enclosing);
}

function qualified(name: string, namespace: string): string {
  return name.includes(".") || namespace === "" ? name : `${namespace}.${name}`;
}

function textIn(json: Json, key: string): string {
  const text = json[key];
  if (typeof text !== "string") throw new TypeError(`${key} is no text`);
  return text;
}

function listIn(json: Json, key: string): readonly unknown[] {
  const list = json[key];
  if (!Array.isArray(list)) throw new TypeError(`${key} is no list`);
  return list;
}

function sizeIn({ size }: Json): number {
  if (typeof size !== "number" || !Number.isSafeInteger(size) || size < 0) {
    throw new TypeError("size is no whole number");
  }
  return size;
}

function aliasesIn({ aliases }: Json): readonly string[] {
  return Array.isArray(aliases) ? aliases.filter((alias) => typeof alias === "string") : [];
}
