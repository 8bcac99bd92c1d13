import type { Random } from "../../../src/generator/random.ts";
import { schemaTexts } from "../../../src/pipeline/schemas.ts";
import type { Field, Schema } from "../judge/avro_reader.ts";

type RecordSchema = { type: "record"; name: string; fields: readonly Field[] };

const userLogin: RecordSchema = JSON.parse(schemaTexts.UserLogin);
const primitives = [
  ...["null", "boolean", "int", "long", "float", "double", "bytes", "string"],
] as [string, ...string[]];
const retypes = [
  ...["string", "bytes", "int", "long", "null", "double", "boolean"],
  ...[["null", "string"], ["string", "null"], ["null", "bytes"], ["null", "string", "bytes"]],
  ...[["string"], ["int", "long"], ["null", "long"], ["null", "int"], ["bytes", "string"]],
  ...[{ type: "long", logicalType: "timestamp-micros" }, { type: "string", logicalType: "uuid" }],
] as [Schema, ...Schema[]];
const oddNames = ["valueOf", "hasOwnProperty", "length", "_", "then"] as [string, ...string[]];
const maxDepth = 3;

/** Makes a writer's schema of a login, more or less changed; the same numbers make the same schema. */
export function makeSchema(random: Random): Schema {
  const maker = new SchemaMaker(random);
  return maker.login();
}

class SchemaMaker {
  readonly #random: Random;
  readonly #names: string[] = [];

  constructor(random: Random) {
    this.#random = random;
  }

  login(): Schema {
    const fields = this.#random.happens(0.2) ? userLogin.fields.toReversed() : userLogin.fields;
    const changed = fields.flatMap((field) => [...this.#added(), ...this.#changed(field)]);
    const name = this.#random.happens(0.02) ? "UserLogon" : userLogin.name;
    return { ...userLogin, name, fields: [...changed, ...this.#added()] };
  }

  #changed(field: Field): Field[] {
    if (this.#random.happens(0.02)) return [];
    if (this.#random.happens(0.9)) return [{ name: field.name, type: field.type }];
    return [{ name: field.name, type: this.#random.pick(retypes) }];
  }

  #added(): Field[] {
    if (this.#random.happens(0.8)) return [];
    const name = this.#random.happens(0.01) ? this.#random.pick(oddNames) : this.#newName("f");
    return [{ name, type: this.#type(0) }];
  }

  #type(depth: number): Schema {
    const random = this.#random;
    if (depth >= maxDepth || random.happens(0.4)) return random.pick(primitives);
    const makers = [
      () => ({ type: "array", items: this.#type(depth + 1) }),
      () => ({ type: "map", values: this.#type(depth + 1) }),
      () => ({ type: "enum", name: this.#newType(), symbols: ["A", "B", "C"] }),
      () => ({ type: "fixed", name: this.#newType(), size: random.below(4) + 1 }),
      () => this.#record(depth),
      () => this.#union(depth),
      () => this.#names.length === 0 ? "null" : this.#names[random.below(this.#names.length)]!,
    ] as [() => Schema, ...(() => Schema)[]];
    return random.pick(makers)();
  }

  #record(depth: number): Schema {
    const name = this.#newName("R");
    const itself: Field[] = this.#random.happens(0.3)
      ? [{ name: "next", type: ["null", name] }]
      : [];
    const count = this.#random.below(3);
    const others = Array.from({ length: count }, () => this.#field(depth));
    this.#names.push(name);
    return { type: "record", name, fields: [...itself, ...others] };
  }

  #field(depth: number): Field {
    return { name: this.#newName("f"), type: this.#type(depth + 1) };
  }

  /** Branches of distinct kinds, as the specification requires. */
  #union(depth: number): Schema {
    const kinds = ["null", "long", "string", "boolean"].filter(() => this.#random.happens(0.5));
    return this.#random.happens(0.5)
      ? [...kinds, { type: "array", items: this.#type(depth + 1) }]
      : [...kinds, "double"];
  }

  #newType(): string {
    const name = this.#newName("T");
    this.#names.push(name);
    return name;
  }

  #count = 0;
  #newName(prefix: string): string {
    return `${prefix}${this.#count++}`;
  }
}
