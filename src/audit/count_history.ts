import type { Window } from "../pipeline/window.ts";

/** A count as a record states it. */
export interface ToldCount {
  readonly count: number;
  readonly lastLoginMs: number;
  /** Whether a recount wrote it: then it may be lower than before. */
  readonly isRecounted: boolean;
}

/** What is wrong with a count: the end of a sentence about it. */
export type CountFlaw = string;

/** All values that one count takes, delta by delta, and the last one that a record stated. */
export class CountHistory {
  readonly locale: string;
  /** null for all time. */
  readonly window: Window | null;
  /** The partition of its deltas and of its row in the table. */
  readonly partition: number;
  readonly #counts: number[] = [];
  readonly #lastLoginsMs: number[] = [];
  readonly #offsets: number[] = [];
  #told: { readonly index: number; readonly count: number } | null = null;
  #isRebased = false;

  /** Starts without deltas. */
  constructor(locale: string, window: Window | null, partition: number) {
    this.locale = locale;
    this.window = window;
    this.partition = partition;
  }

  /** The latest stated count; 0 if there is none. */
  get toldCount(): number {
    return this.#told?.count ?? 0;
  }

  /** Whether a recount decided differently which logins were too late for the window. */
  get isRebased(): boolean {
    return this.#isRebased;
  }

  /** Adds the next delta. */
  raise(logins: number, lastLoginMs: number, offset: number): void {
    this.#counts.push((this.#counts.at(-1) ?? 0) + logins);
    this.#lastLoginsMs.push(Math.max(this.#lastLoginsMs.at(-1) ?? 0, lastLoginMs));
    this.#offsets.push(offset);
  }

  /** The sum of the deltas below an offset. */
  countAt(offset: number): number {
    const index = this.#offsets.findLastIndex((delta) => delta < offset);
    return this.#counts[index] ?? 0;
  }

  /** The offset of the delta that led to a count; null if none did. */
  deltaOf(count: number): number | null {
    return this.#offsets[this.#indexOf(count)] ?? null;
  }

  /** Takes the next stated count and says what is wrong with it; null if nothing is. */
  tell(told: ToldCount): CountFlaw | null {
    const before = told.isRecounted ? 0 : this.toldCount;
    const from = told.isRecounted ? 0 : (this.#told?.index ?? -1) + 1;
    const index = this.#indexOf(told.count, from);
    // One wrong count must not make all later ones wrong.
    if (index >= 0 || told.isRecounted || this.#isRebased) {
      this.#told = { index, count: told.count };
    }
    if (told.count <= before) return `does not rise: ${told.count} after ${before}`;
    return this.flawOf(told, index);
  }

  /** What is wrong with a count apart from its order; null if nothing is. */
  flawOf(told: ToldCount, index: number = this.#indexOf(told.count)): CountFlaw | null {
    // What is late depends on the order in which partitions are read; a recount may differ.
    if (index < 0 && told.isRecounted && this.window !== null) this.#isRebased = true;
    if (this.#isRebased) return null;
    if (index < 0) return `is ${told.count}, which is not a sum of its deltas`;
    return this.#lastLoginsMs[index] === told.lastLoginMs ? null : "has another last_login";
  }

  /** Counts rise strictly, so the search can start where the last one ended, and stop early. */
  #indexOf(count: number, from = 0): number {
    let index = from;
    while ((this.#counts[index] ?? Infinity) < count) index++;
    return this.#counts[index] === count ? index : -1;
  }
}
