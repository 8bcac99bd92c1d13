import type { CountEntry } from "./count_entry.ts";
import { CountHash } from "./count_hash.ts";
import { countKey } from "./count_key.ts";
import type { RuleSpan } from "./rules.ts";
import { TextMap } from "./text_map.ts";
import type { Window } from "./window.ts";

/** How a step changes the counts, and the stream time after it. */
export interface CountChange {
  readonly put: readonly CountEntry[];
  /** The counts that expire, as they are after `put`. */
  readonly drop: readonly CountEntry[];
  readonly streamTimeMs: number;
}

/** The sums of a set of counts: equal sums mean equal counts. */
export interface CountMemo {
  readonly keys: number;
  /** The sum of the all-time counts. */
  readonly logins: number;
  readonly streamTimeMs: number;
  /** The number of the last transaction that changed the counts. */
  readonly sequence: number;
  readonly hash: string;
}

/** What is committed with the counts and changes only when an operator changes it. */
export interface CountNotes {
  /** The rules by which deltas were counted, oldest first. */
  readonly spans: readonly RuleSpan[];
  /**
   * The offset of the deltas up to which a recount replaced the counts, by other rules than those
   * of the deltas; null where each count is the sum of its deltas.
   */
  readonly rebuiltAt: number | null;
}

const noNotes: CountNotes = { spans: [], rebuiltAt: null };

/** The live counts of one partition. */
export class CountState {
  readonly notes: CountNotes;
  readonly #byKey = new TextMap<CountEntry>();
  /** Only counts whose key does not follow from the locale: saves a million strings. */
  readonly #byIdentity = new Map<string, CountEntry>();
  /** Keys whose last record in the table another program wrote, and its offset. */
  readonly #foreign = new TextMap<number>();
  readonly #hash = new CountHash();
  #logins = 0;
  #locales = 0;
  #sequence = 0;
  #streamTimeMs: number;
  /** The end of the earliest window; null when it has to be searched for. */
  #earliestEndMs: number | null = Infinity;

  /** Starts empty at a stream time. */
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

  /** The highest transaction number that is known to have been written. */
  get sequence(): number {
    return this.#sequence;
  }

  /** Offsets of records that hold no count and were not replaced since. */
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

  /** The count of a locale in a window, whatever key it has. */
  find(locale: string, window: Window | null): CountEntry | undefined {
    if (window === null) {
      const entry = this.#byKey.get(countKey(locale, null, null));
      if (entry !== undefined && isFoundByLocale(entry)) return entry;
    }
    return this.#byIdentity.size === 0
      ? undefined
      : this.#byIdentity.get(identityOf(locale, window));
  }

  /** Whether some window has expired at a stream time; cheap until one has. */
  mayExpireBy(streamTimeMs: number, retentionMs: number): boolean {
    this.#earliestEndMs ??= this.#findEarliestEndMs();
    return this.#earliestEndMs + retentionMs <= streamTimeMs;
  }

  /** Sets the entry of a key. */
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

  /** Removes the entry of a key, if there is one. */
  drop(key: string): void {
    if (this.#forget(key)?.window?.endMs === this.#earliestEndMs) this.#earliestEndMs = null;
  }

  /**
   * Notes a record of the table that holds no count. The state cannot be trusted until a later
   * record of the key replaces it.
   */
  putForeign(key: string, offset: number): void {
    this.#forget(key);
    this.#foreign.set(key, offset);
  }

  /** Notes the number of a transaction that was written. */
  reach(sequence: number): void {
    this.#sequence = Math.max(this.#sequence, sequence);
  }

  /** Applies a change after its transaction is committed. */
  apply(change: CountChange): void {
    this.#sequence = this.#sequenceAfter(change);
    for (const entry of change.put) this.put(entry);
    for (const entry of change.drop) this.drop(entry.key);
    this.#streamTimeMs = change.streamTimeMs;
  }

  /** The memo that this state has after a change; does not apply it. */
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
    keys -= change.drop.length; // only windows expire, and logins are those of all time
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

  /** A transaction that changes no count writes nothing to the table and has no number. */
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
