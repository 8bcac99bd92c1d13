import type { Window } from "../pipeline/window.ts";

/** A count as a record tells it. */
export interface ToldCount {
  readonly count: number;
  readonly lastLoginMs: number;
  /** Whether a recount told it, after which it may have fallen. */
  readonly isRecounted: boolean;
}

/** What is wrong with a count that was told: the end of a sentence about it. */
export type CountFlaw = string;

/** All values that one count may take, delta by delta, and the last that was told. */
export class CountHistory {
  readonly locale: string;
  /** null for all time. */
  readonly window: Window | null;
  /** Where its deltas lie, and its row of the table. */
  readonly partition: number;
  readonly #counts: number[] = [];
  readonly #lastLoginsMs: number[] = [];
  readonly #offsets: number[] = [];
  #told: { readonly index: number; readonly count: number } | null = null;
  #isRebased = false;

  /** A count that no delta has raised yet. */
  constructor(locale: string, window: Window | null, partition: number) {
    this.locale = locale;
    this.window = window;
    this.partition = partition;
  }

  /** The latest count that was told; 0 when none was. */
  get toldCount(): number {
    return this.#told?.count ?? 0;
  }

  /** Whether a recount judged otherwise which logins came too late for the window. */
  get isRebased(): boolean {
    return this.#isRebased;
  }

  /** Takes the next delta of it. */
  raise(logins: number, lastLoginMs: number, offset: number): void {
    this.#counts.push((this.#counts.at(-1) ?? 0) + logins);
    this.#lastLoginsMs.push(Math.max(this.#lastLoginsMs.at(-1) ?? 0, lastLoginMs));
    this.#offsets.push(offset);
  }

  /** What it comes to by the deltas below an offset. */
  countAt(offset: number): number {
    const index = this.#offsets.findLastIndex((delta) => delta < offset);
    return this.#counts[index] ?? 0;
  }

  /** The offset of the delta that led to a count; null when none did. */
  deltaOf(count: number): number | null {
    return this.#offsets[this.#indexOf(count)] ?? null;
  }

  /** Takes the next count that was told, and gives what is wrong with it; null when nothing is. */
  tell(told: ToldCount): CountFlaw | null {
    const before = told.isRecounted ? 0 : this.toldCount;
    const from = told.isRecounted ? 0 : (this.#told?.index ?? -1) + 1;
    const index = this.#indexOf(told.count, from);
    // A count that is wrong must not put all later ones in the wrong.
    if (index >= 0 || told.isRecounted || this.#isRebased) {
      this.#told = { index, count: told.count };
    }
    if (told.count <= before) return `does not rise: ${told.count} after ${before}`;
    return this.flawOf(told, index);
  }

  /** What is wrong with a count apart from its order; null when nothing is. */
  flawOf(told: ToldCount, index: number = this.#indexOf(told.count)): CountFlaw | null {
    // How far one partition is read ahead of another decides what is late; a recount may differ.
    if (index < 0 && told.isRecounted && this.window !== null) this.#isRebased = true;
    if (this.#isRebased) return null;
    if (index < 0) return `is ${told.count}, which is no sum of its deltas`;
    return this.#lastLoginsMs[index] === told.lastLoginMs ? null : "has another last_login";
  }

  /** Counts rise strictly, so the search can stop, and begin where the last one ended. */
  #indexOf(count: number, from = 0): number {
    let index = from;
    while ((this.#counts[index] ?? Infinity) < count) index++;
    return this.#counts[index] === count ? index : -1;
  }
}
