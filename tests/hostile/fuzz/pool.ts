import type { Random } from "../../../src/generator/random.ts";

const maxValues = 4_000;

/** The values worth changing further: each did something that none before it did. */
export class Pool {
  readonly #values: Uint8Array[] = [];
  readonly #behaviours = new Set<string>();

  /** How many values it holds. */
  get size(): number {
    return this.#values.length;
  }

  /** How many behaviours were seen. */
  get behaviours(): number {
    return this.#behaviours.size;
  }

  /** Whether a behaviour is new; it is not the next time. */
  isNew(behaviour: string): boolean {
    const isNew = !this.#behaviours.has(behaviour);
    this.#behaviours.add(behaviour);
    return isNew;
  }

  /** Keeps a value; a full pool lets another one go. */
  keep(value: Uint8Array, random: Random): void {
    if (this.#values.length < maxValues) this.#values.push(value);
    else this.#values[random.below(maxValues)] = value;
  }

  /** One of its values, younger ones more often. */
  pick(random: Random): Uint8Array {
    const chance = random.happens(0.5) ? random.next() : Math.sqrt(random.next());
    return this.#values[Math.floor(chance * this.#values.length)] ?? new Uint8Array();
  }
}
