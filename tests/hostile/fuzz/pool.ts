import type { Random } from "../../../src/generator/random.ts";

const maxValues = 4_000;

/** The values worth changing further: each did something that no earlier one did. */
export class Pool {
  readonly #values: Uint8Array[] = [];
  readonly #behaviors = new Set<string>();

  /** How many values it holds. */
  get size(): number {
    return this.#values.length;
  }

  /** How many behaviors were seen. */
  get behaviors(): number {
    return this.#behaviors.size;
  }

  /** Whether a behavior is new; it is not the next time. */
  isNew(behavior: string): boolean {
    const isNew = !this.#behaviors.has(behavior);
    this.#behaviors.add(behavior);
    return isNew;
  }

  /** Adds a value; a full pool drops another one. */
  keep(value: Uint8Array, random: Random): void {
    if (this.#values.length < maxValues) this.#values.push(value);
    else this.#values[random.below(maxValues)] = value;
  }

  /** One of its values, newer ones more often. */
  pick(random: Random): Uint8Array {
    const chance = random.happens(0.5) ? random.next() : Math.sqrt(random.next());
    return this.#values[Math.floor(chance * this.#values.length)] ?? new Uint8Array();
  }
}
