import type { CountEntry } from "./count_entry.ts";
import { CountHash } from "./count_hash.ts";
import { countKey } from "./count_key.ts";
import type { RuleSpan } from "./rules.ts";
import { TextMap } from "./text_map.ts";
import type { Window } from "./window.ts";

/** What a step makes of the counts, and how far event time came. */
export interface CountChange {
  readonly put: readonly CountEntry[];
  /** What expires, as it stands once all is put. */
  readonly drop: readonly CountEntry[];
  readonly streamTimeMs: number;
}

/** What a set of counts comes to: two of the same sums are the same counts. */
export interface CountMemo {
  readonly keys: number;
  /** The sum of the all-time counts. */
  readonly logins: number;
  readonly streamTimeMs: number;
  /** The number of the transaction that led here. */
  readonly sequence: number;
  readonly hash: string;
}

/** What is written down with the counts and changes only by hand. */
export interface CountNotes {
  /** By which rules deltas were counted, oldest first. */
  readonly spans: readonly RuleSpan[];
  /**
   * Up to which delta the counts are those of a recount that went by other rules than the deltas
   * were made under; null where each count is the sum of its deltas.
   */
  readonly rebuiltAt: number | null;
}

const noNotes: CountNotes = { spans: [], rebuiltAt: null };

/** The live counts of one partition. */
export class CountState {
  readonly notes: CountNotes;
  readonly #byKey = new TextMap<CountEntry>();
  /** Only what is not kept under the key that its locale alone tells: a million texts less. */
  readonly #byIdentity = new Map<string, CountEntry>();
  /** Keys whose last record in the table this pipeline did not write, and its offset. */
  readonly #foreign = new TextMap<number>();
  readonly #hash = new CountHash();
  #logins = 0;
  #locales = 0;
  #sequence = 0;
  #streamTimeMs: number;
  /** When the first window ends; null when it has to be looked for. */
  #earliestEndMs: number | null = Infinity;

  /** Begins empty at a stream time. */
  constructor(streamTimeMs: number, notes: CountNotes = noNotes) {
    this.#streamTimeMs = streamTimeMs;
    this.notes = notes;
  }

  /** Milliseconds since the epoch. */
  get streamTimeMs(): number {
    return this.#streamTimeMs;
  }

  /** How many locales have an all-time count. */
  get locales(): number {
    return this.#locales;
  }

  /** The number of the latest transaction that is known to have been written. */
  get sequence(): number {
    return this.#sequence;
  }

  /** Where the records lie that hold no count and were not replaced since. */
  get foreignOffsets(): readonly number[] {
    return [...this.#foreign.values()];
  }

  /** All live counts. */
  entries(): IterableIterator<CountEntry> {
    return this.#byKey.values();
  }

  /** The count that is kept under a key. */
  at(key: string): CountEntry | undefined {
    return this.#byKey.get(key);
  }

  /** The count of a locale in a window, whatever key it was first kept under. */
  find(locale: string, window: Window | null): CountEntry | undefined {
    if (window === null) {
      const entry = this.#byKey.get(countKey(locale, null, null));
      if (entry !== undefined && isFoundByLocale(entry)) return entry;
    }
    return this.#byIdentity.size === 0
      ? undefined
      : this.#byIdentity.get(identityOf(locale, window));
  }

  /** Whether some window is closed for good at a stream time; asking costs nothing until one is. */
  mayExpireBy(streamTimeMs: number, retentionMs: number): boolean {
    this.#earliestEndMs ??= this.#findEarliestEndMs();
    return this.#earliestEndMs + retentionMs <= streamTimeMs;
  }

  /** Puts one entry in the place of the entry of the same key. */
  put(entry: CountEntry): void {
    this.#forget(entry.key);
    this.#byKey.set(entry.key, entry);
    if (!isFoundByLocale(entry)) {
      this.#byIdentity.set(identityOf(entry.locale, entry.window), entry);
    }
    this.#hash.add(entry);
    if (entry.window === null) {
      this.#logins += entry.count;
      this.#locales++;
    } else if (this.#earliestEndMs !== null) {
      this.#earliestEndMs = Math.min(this.#earliestEndMs, entry.window.endMs);
    }
  }

  /** Forgets the entry of a key, if there is one. */
  drop(key: string): void {
    if (this.#forget(key)?.window?.endMs === this.#earliestEndMs) this.#earliestEndMs = null;
  }

  /**
   * Remembers a record of the table that holds no count. It spoils the state until a later record of
   * its key replaces it, as compaction would.
   */
  putForeign(key: string, offset: number): void {
    this.#forget(key);
    this.#foreign.set(key, offset);
  }

  /** Remembers that a transaction was written. */
  reach(sequence: number): void {
    this.#sequence = Math.max(this.#sequence, sequence);
  }

  /** Takes a change in, after its transaction is committed. */
  apply(change: CountChange): void {
    this.#sequence = this.#sequenceAfter(change);
    for (const entry of change.put) this.put(entry);
    for (const entry of change.drop) this.drop(entry.key);
    this.#streamTimeMs = change.streamTimeMs;
  }

  /** The memo of this state once a change is taken in, without taking it in. */
  memoAfter(change: CountChange): CountMemo {
    let [keys, logins] = [this.#byKey.size, this.#logins];
    const hash = this.#hash.copy();
    for (const entry of change.put) {
      const before = this.#byKey.get(entry.key);
      if (before === undefined) keys++;
      else hash.remove(before);
      hash.add(entry);
      if (entry.window === null) logins += entry.count - (before?.count ?? 0);
    }
    for (const entry of change.drop) hash.remove(entry);
    keys -= change.drop.length; // windows only: they are no part of the logins
    const sequence = this.#sequenceAfter(change);
    return { keys, logins, streamTimeMs: change.streamTimeMs, sequence, hash: hash.toString() };
  }

  /** The memo of this state. */
  memo(): CountMemo {
    return {
      keys: this.#byKey.size,
      logins: this.#logins,
      streamTimeMs: this.#streamTimeMs,
      sequence: this.#sequence,
      hash: this.#hash.toString(),
    };
  }

  /** A transaction that changes no count writes nothing to the table, and so has no number. */
  #sequenceAfter({ put, drop }: CountChange): number {
    return put.length + drop.length > 0 ? this.#sequence + 1 : this.#sequence;
  }

  #forget(key: string): CountEntry | undefined {
    if (this.#foreign.size > 0) this.#foreign.delete(key);
    const entry = this.#byKey.get(key);
    if (entry === undefined) return undefined;
    this.#byKey.delete(key);
    if (!isFoundByLocale(entry)) {
      this.#byIdentity.delete(identityOf(entry.locale, entry.window));
    }
    this.#hash.remove(entry);
    if (entry.window === null) {
      this.#logins -= entry.count;
      this.#locales--;
    }
    return entry;
  }

  #findEarliestEndMs(): number {
    let earliest = Infinity;
    for (const { window } of this.#byKey.values()) {
      if (window !== null && window.endMs < earliest) earliest = window.endMs;
    }
    return earliest;
  }
}

function isFoundByLocale({ key, locale, window }: CountEntry): boolean {
  return window === null && key === countKey(locale, null, null);
}

function identityOf(locale: string, window: Window | null): string {
  return window === null ? `all/${locale}` : `${window.startMs}/${window.endMs}/${locale}`;
}
