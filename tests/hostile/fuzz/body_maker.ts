import type { Random } from "../../../src/generator/random.ts";
import { utf8 } from "../../support/logins.ts";
import { bytes, long, overlong } from "../avro_bytes.ts";
import type { Field, Schema } from "../judge/avro_reader.ts";

const texts = ["a", "android", "iOS", "", "ü😀", "\u0000", "\ufeff", "__proto__", "x".repeat(70)];
const longs = [
  0n,
  1n,
  -1n,
  63n,
  64n,
  1720576825n,
  253402300799n,
  253402300800n,
  2n ** 53n,
  -(2n ** 63n),
];
const wrongLengths = [-1n, 1n, 2n ** 31n, 2n ** 53n, 2n ** 63n - 1n];
const maxDepth = 70;
const maxValues = 2_000;

/** Makes an Avro body for a writer's schema: mostly a valid one, sometimes wrong in one place. */
export function makeBody(schema: Schema, random: Random, mischief: number): Uint8Array {
  const maker = new BodyMaker(random, mischief);
  return maker.value(schema, 0);
}

class BodyMaker {
  readonly #random: Random;
  readonly #mischief: number;
  readonly #named = new Map<string, Schema>();
  #values = 0;

  constructor(random: Random, mischief: number) {
    this.#random = random;
    this.#mischief = mischief;
  }

  value(schema: Schema, depth: number): Uint8Array {
    if (depth > maxDepth || ++this.#values > maxValues) return bytes();
    if (Array.isArray(schema)) return this.#union(schema as readonly Schema[], depth);
    if (typeof schema === "string") {
      const named = this.#named.get(schema);
      return named ? this.value(named, depth + 1) : this.#primitive(schema);
    }
    const complex = schema as Exclude<Schema, string | readonly Schema[]>;
    if (complex.name !== undefined) this.#named.set(complex.name, complex);
    if (complex.type === "record") return this.#record(complex.fields ?? [], depth);
    if (complex.type === "enum") return this.#index(complex.symbols!.length);
    if (complex.type === "fixed") return new Uint8Array(complex.size ?? 0).fill(0xff);
    if (complex.type === "array") return this.#blocks(() => this.value(complex.items!, depth + 1));
    if (complex.type !== "map") return this.value(complex.type, depth);
    return this.#blocks(() =>
      bytes(this.#primitive("string"), this.value(complex.values!, depth + 1))
    );
  }

  #record(fields: readonly Field[], depth: number): Uint8Array {
    return bytes(...fields.map(({ type }) => this.value(type, depth + 1)));
  }

  #union(branches: readonly Schema[], depth: number): Uint8Array {
    const index = this.#random.below(branches.length);
    const written = this.#isMischief() ? this.#index(branches.length) : long(index);
    // An empty union has no branch, and nothing to write after its index.
    const branch = branches[index];
    return bytes(written, branch === undefined ? [] : this.value(branch, depth + 1));
  }

  #blocks(item: () => Uint8Array): Uint8Array {
    const blocks: Uint8Array[] = [];
    while (this.#random.happens(0.5) && blocks.length < 4) {
      const items = Array.from({ length: this.#random.below(3) + 1 }, item);
      const content = bytes(...items);
      const isSized = this.#random.happens(0.3);
      blocks.push(this.#number(isSized ? -items.length : items.length));
      if (isSized) blocks.push(this.#number(content.length));
      blocks.push(content);
    }
    return bytes(...blocks, this.#number(0));
  }

  #primitive(name: string): Uint8Array {
    if (name === "boolean") return bytes([this.#random.below(this.#isMischief() ? 4 : 2)]);
    if (name === "int") return this.#number(this.#random.below(1 << 30));
    if (name === "long") return long(longs[this.#random.below(longs.length)]!);
    if (name === "float") return new Uint8Array(4);
    if (name === "double") return new Uint8Array(8);
    if (name !== "bytes" && name !== "string") return bytes();
    const value = this.#isMischief() ? new Uint8Array([0xc3, 0x28]) : utf8(this.#text());
    return bytes(this.#number(value.length), value);
  }

  #text(): string {
    return texts[this.#random.below(this.#random.happens(0.7) ? 2 : texts.length)]!;
  }

  #index(count: number): Uint8Array {
    return this.#number(this.#random.below(count));
  }

  #number(value: number): Uint8Array {
    if (!this.#isMischief()) return long(value);
    const wrong = wrongLengths[this.#random.below(wrongLengths.length)]!;
    return this.#random.happens(0.5)
      ? overlong(value, this.#random.below(6) + 6)
      : long(BigInt(value) + wrong);
  }

  #isMischief(): boolean {
    return this.#random.happens(this.#mischief);
  }
}
