import type { LoginFate } from "../pipeline/login_fate.ts";
import { Rejection } from "../pipeline/rejection.ts";

/** The numbers of logins by fate, from the input and the pure core alone. */
export interface Totals {
  read: number;
  enriched: number;
  filtered: number;
  deadLetters: number;
  tombstones: number;
}

/** The coordinates of a record in the input topic. */
export interface Coordinates {
  readonly partition: number | bigint | string;
  readonly offset: number | bigint | string;
}

/** The expected fates of the input records, each to be found exactly once. */
export class ExpectedFates {
  readonly #totals: Totals = { read: 0, enriched: 0, filtered: 0, deadLetters: 0, tombstones: 0 };
  /** Fates with an output that was not found yet: `enriched` or a rejection code. */
  readonly #open = new Map<string, string>();

  /** How many records there are of each fate. */
  get totals(): Readonly<Totals> {
    return this.#totals;
  }

  /** Notes the expected fate of a record. */
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

  /** Says what is wrong with a fate that was found in a topic; null if it was expected. */
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
