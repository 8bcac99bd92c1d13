import { long } from "../hostile/avro_bytes.ts";
import type { Field, Schema } from "../hostile/judge/avro_reader.ts";

/** A value of a union with the branch in which it is written. */
export class Branch {
  readonly index: number;
  readonly value: unknown;

  constructor(index: number, value: unknown) {
    this.index = index;
    this.value = value;
  }
}

type Complex = Exclude<Schema, string | readonly Schema[]>;

/**
 * Writes a value in Avro's binary encoding by the given schema, without checking its names and
 * defaults: another library may have written what this one would refuse to write.
 */
export function writeAvro(schema: Schema, value: unknown): Uint8Array {
  const writer = new AvroWriter();
  writer.write(schema, value);
  return Uint8Array.from(writer.bytes);
}

class AvroWriter {
  readonly bytes: number[] = [];
  readonly #named = new Map<string, Schema>();

  write(schema: Schema, value: unknown): void {
    if (Array.isArray(schema)) return this.#branch(schema as readonly Schema[], value as Branch);
    if (typeof schema === "string") return this.#primitive(schema, value);
    const complex = schema as Complex;
    if (complex.name !== undefined) this.#named.set(complex.name, complex);
    if (complex.type === "record" || complex.type === "error") {
      return this.#record(complex.fields ?? [], value as Record<string, unknown>);
    }
    if (complex.type === "enum") {
      return this.#long((complex.symbols ?? []).indexOf(value as string));
    }
    if (complex.type === "fixed") return this.#raw(value as Uint8Array);
    if (complex.type === "array") return this.#items(complex.items!, value as readonly unknown[]);
    if (complex.type === "map") return this.#entries(complex.values!, value as object);
    this.write(complex.type, value);
  }

  #primitive(name: string, value: unknown): void {
    const named = this.#named.get(name);
    if (named !== undefined) this.write(named, value);
    else if (name === "boolean") this.bytes.push(value ? 1 : 0);
    else if (name === "int" || name === "long") this.#long(value as number);
    else if (name === "float") {
      this.#raw(new Uint8Array(new Float32Array([value as number]).buffer));
    } else if (name === "double") {
      this.#raw(new Uint8Array(new Float64Array([value as number]).buffer));
    } else if (name === "bytes") this.#sized(value as Uint8Array);
    else if (name === "string") this.#sized(new TextEncoder().encode(value as string));
    else if (name !== "null") throw new Error(`no type ${name}`);
  }

  #branch(branches: readonly Schema[], { index, value }: Branch): void {
    this.#long(index);
    this.write(branches[index]!, value);
  }

  #record(fields: readonly Field[], values: Record<string, unknown>): void {
    for (const { name, type } of fields) this.write(type, values[name]);
  }

  #items(items: Schema, values: readonly unknown[]): void {
    if (values.length > 0) this.#long(values.length);
    for (const value of values) this.write(items, value);
    this.#long(0);
  }

  #entries(values: Schema, map: object): void {
    const entries = Object.entries(map);
    if (entries.length > 0) this.#long(entries.length);
    for (const [key, value] of entries) {
      this.write("string", key);
      this.write(values, value);
    }
    this.#long(0);
  }

  #sized(bytes: Uint8Array): void {
    this.#long(bytes.length);
    this.#raw(bytes);
  }

  #raw(bytes: Uint8Array): void {
    this.bytes.push(...bytes);
  }

  #long(value: number): void {
    this.#raw(long(value));
  }
}
