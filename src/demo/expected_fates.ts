import type { LoginFate } from "../pipeline/login_fate.ts";
import { Rejection } from "../pipeline/rejection.ts";

/** What became of the logins, counted from the input and the pure core alone. */
export interface Totals {
  read: number;
  enriched: number;
  filtered: number;
  deadLetters: number;
  tombstones: number;
}

/** Where a record is in the input topic. */
export interface Coordinates {
  readonly partition: number | bigint | string;
  readonly offset: number | bigint | string;
}

/** The fates that input records should have, each to be found in the topics exactly once. */
export class ExpectedFates {
  readonly #totals: Totals = { read: 0, enriched: 0, filtered: 0, deadLetters: 0, tombstones: 0 };
  /** Fates not found yet that leave a record behind: `enriched` or a rejection code. */
  readonly #open = new Map<string, string>();

  /** How many records there are of each fate. */
  get totals(): Readonly<Totals> {
    return this.#totals;
  }

  /** Takes in what should become of a record. */
  expect(coordinates: Coordinates, fate: LoginFate): void {
    this.#totals.read++;
    if (fate === "filtered") this.#totals.filtered++;
    else if (fate === "tombstone") this.#totals.tombstones++;
    else if (fate instanceof Rejection) {
      this.#totals.deadLetters++;
      this.#open.set(textOf(coordinates), fate.code);
    } else {
      this.#totals.enriched++;
      this.#open.set(textOf(coordinates), "enriched");
    }
  }

  /** Says what is wrong with a fate that was found in a topic; null when it was still open. */
  objectionTo(coordinates: Coordinates, found: string): string | null {
    const place = textOf(coordinates);
    const expected = this.#open.get(place);
    if (expected === found) {
      this.#open.delete(place);
      return null;
    }
    return expected === undefined
      ? `${place} is ${found}, but is so already or should leave no record`
      : `${place} is ${found}, not ${expected}`;
  }

  /** The fates that were not found, as sentences. */
  *missing(): Generator<string> {
    for (const [place, fate] of this.#open) yield `${place} should be ${fate} and is nowhere`;
  }
}

function textOf({ partition, offset }: Coordinates): string {
  return `${partition}@${offset}`;
}
