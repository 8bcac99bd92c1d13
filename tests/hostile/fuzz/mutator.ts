import type { Random } from "../../../src/generator/random.ts";
import { isFrame, schemaIdOf } from "../../../src/pipeline/frame.ts";
import { frame, utf8 } from "../../support/logins.ts";
import { bytes } from "../avro_bytes.ts";
import { baseLogin } from "../base_login.ts";
import { spliced } from "../damage.ts";
import { resolvingNames } from "../writer_schemas.ts";
import { makeBody } from "./body_maker.ts";
import { rawValues, tokens } from "./dictionary.ts";
import type { MadeRegistry } from "./made_registry.ts";

type Mutation = (value: Uint8Array) => Uint8Array;

const maxBytes = 8_000;
/** JSON of this length is read by another path. */
const spaces = new Uint8Array(4_100).fill(0x20);
const inflatedBytes = 400_000;

/** Makes new values from old ones, and some from nothing. */
export class Mutator {
  readonly #random: Random;
  readonly #registry: MadeRegistry;
  readonly #mutations: readonly [Mutation, ...Mutation[]] = [
    (value) => this.#flip(value),
    (value) => this.#set(value),
    (value) => this.#remove(value),
    (value) => this.#insertToken(value),
    (value) => this.#overwrite(value),
    (value) => this.#repeat(value),
    (value) => this.#splice(value),
    (value) => value.subarray(0, this.#random.below(value.length + 1)),
    () => this.#json(),
    () => this.#avro(),
    (value) => this.#otherId(value),
  ];
  #other: Uint8Array = new Uint8Array();

  constructor(random: Random, registry: MadeRegistry) {
    this.#random = random;
    this.#registry = registry;
  }

  /** One to four changes of a value, with another value to cut pieces from. */
  mutated(value: Uint8Array, other: Uint8Array): Uint8Array {
    this.#other = other;
    let result = value;
    for (let left = this.#random.below(4); left >= 0; left--) {
      result = this.#random.pick(this.#mutations)(result);
    }
    if (this.#random.happens(0.0005)) return this.#inflated(result);
    if (this.#random.happens(0.05)) result = bytes(result, spaces);
    return new Uint8Array(result.subarray(0, maxBytes));
  }

  #flip(value: Uint8Array): Uint8Array {
    if (value.length === 0) return value;
    const at = this.#at(value);
    return value.with(at, value[at]! ^ 1 << this.#random.below(8));
  }

  #set(value: Uint8Array): Uint8Array {
    return value.length === 0 ? value : value.with(this.#at(value), this.#random.below(256));
  }

  #remove(value: Uint8Array): Uint8Array {
    const at = this.#at(value);
    return spliced(value, at, Math.min(this.#length(), value.length - at), []);
  }

  #insertToken(value: Uint8Array): Uint8Array {
    return spliced(value, this.#at(value), 0, this.#token());
  }

  #overwrite(value: Uint8Array): Uint8Array {
    const [at, token] = [this.#at(value), this.#token()];
    return spliced(value, at, Math.min(token.length, value.length - at), token);
  }

  #repeat(value: Uint8Array): Uint8Array {
    const at = this.#at(value);
    return spliced(value, at, 0, value.subarray(at, at + this.#length()));
  }

  #splice(value: Uint8Array): Uint8Array {
    const from = this.#at(this.#other);
    const piece = this.#other.subarray(from, from + this.#length());
    const at = this.#at(value);
    return spliced(
      value,
      at,
      Math.min(this.#random.below(2) * piece.length, value.length - at),
      piece,
    );
  }

  /** A repeated piece, because slow code then takes long enough to notice. */
  #inflated(value: Uint8Array): Uint8Array {
    const at = this.#at(value);
    const piece = value.slice(at, at + this.#length() + 1);
    const times = piece.length === 0 ? 0 : Math.floor(inflatedBytes / piece.length);
    const long = new Uint8Array(times * piece.length);
    for (let i = 0; i < times; i++) long.set(piece, i * piece.length);
    return spliced(value, at, 0, long);
  }

  #json(): Uint8Array {
    const members = Object.entries(baseLogin).map(([name, value]) => [name, JSON.stringify(value)]);
    for (let left = this.#random.below(3); left >= 0; left--) {
      const at = this.#random.below(members.length);
      const changed = [members[at]?.[0] ?? "", rawValues[this.#random.below(rawValues.length)]!];
      const change = this.#random.below(5);
      if (change === 0) members.splice(at, 1);
      else if (change === 1) members.push(changed);
      else members[at] = changed;
    }
    return utf8(`{${members.map(([name, raw]) => `"${name}":${raw}`).join(",")}}`);
  }

  #avro(): Uint8Array {
    const name = resolvingNames[this.#random.below(resolvingNames.length)]!;
    const id = this.#random.happens(0.9)
      ? this.#registry.idOf(name)
      : this.#registry.anyId(this.#random);
    return frame(id, makeBody(this.#registry.schemaOf(id)!, this.#random, 0.01));
  }

  #otherId(value: Uint8Array): Uint8Array {
    if (!isFrame(value) || schemaIdOf(value) === null) return this.#avro();
    const name = resolvingNames[this.#random.below(resolvingNames.length)]!;
    return frame(this.#registry.idOf(name), value.subarray(5));
  }

  #at(value: Uint8Array): number {
    return this.#random.below(value.length);
  }

  #length(): number {
    return this.#random.below(this.#random.happens(0.8) ? 8 : 200);
  }

  #token(): Uint8Array {
    return tokens[this.#random.below(tokens.length)]!;
  }
}
