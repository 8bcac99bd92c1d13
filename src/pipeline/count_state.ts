import type { Window } from "./window.ts";

/** One running count. */
export interface CountEntry {
  /** The message key it is kept under. */
  readonly key: string;
  readonly locale: string;
  /** null for all time. */
  readonly window: Window | null;
  readonly count: number;
  /** Milliseconds since the epoch. */
  readonly lastLoginMs: number;
}

/** What a step makes of the counts: entries to put, keys to drop, and how far event time came. */
export interface CountChange {
  readonly put: readonly CountEntry[];
  readonly drop: readonly CountEntry[];
  readonly streamTimeMs: number;
}

/** What stands beside the committed offset, to be held against a restored state. */
export interface CountMemo {
  readonly keys: number;
  /** The sum of the all-time counts. */
  readonly logins: number;
  readonly streamTimeMs: number;
}

/** A memo as it is kept: with the number of partitions that the deltas were spread over. */
export interface KeptMemo extends CountMemo {
  readonly partitions: number;
}

/** A memo as the text that goes beside the committed offset. */
export function writeMemo(memo: KeptMemo): string {
  return JSON.stringify(memo);
}

/** The memo of such a text; null before the first commit. */
export function readMemo(text: string): KeptMemo | null {
  return text === "" ? null : JSON.parse(text);
}

/** The live counts of one partition. */
export class CountState {
  readonly #byKey = new Map<string, CountEntry>();
  readonly #byIdentity = new Map<string, CountEntry>();
  #logins = 0;
  #streamTimeMs: number;
  /** When the first window ends; null when it has to be looked for. */
  #earliestEndMs: number | null = Infinity;

  /** Begins empty at a stream time. */
  constructor(streamTimeMs: number) {
    this.#streamTimeMs = streamTimeMs;
  }

  /** Milliseconds since the epoch. */
  get streamTimeMs(): number {
    return this.#streamTimeMs;
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
    return this.#byIdentity.get(identityOf(locale, window));
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
    this.#byIdentity.set(identityOf(entry.locale, entry.window), entry);
    if (entry.window === null) this.#logins += entry.count;
    else if (this.#earliestEndMs !== null) {
      this.#earliestEndMs = Math.min(this.#earliestEndMs, entry.window.endMs);
    }
  }

  /** Forgets the entry of a key, if there is one. */
  drop(key: string): void {
    if (this.#forget(key)?.window?.endMs === this.#earliestEndMs) this.#earliestEndMs = null;
  }

  /** Takes a change in, after its transaction is committed. */
  apply(change: CountChange): void {
    for (const entry of change.put) this.put(entry);
    for (const entry of change.drop) this.drop(entry.key);
    this.#streamTimeMs = change.streamTimeMs;
  }

  /** The memo of this state once a change is taken in, without taking it in. */
  memoAfter(change: CountChange): CountMemo {
    let { keys, logins } = this.memo();
    for (const entry of change.put) {
      const before = this.#byKey.get(entry.key);
      if (before === undefined) keys++;
      if (entry.window === null) logins += entry.count - (before?.count ?? 0);
    }
    keys -= change.drop.length; // windows only: they are no part of the logins
    return { keys, logins, streamTimeMs: change.streamTimeMs };
  }

  /** The memo of this state. */
  memo(): CountMemo {
    return { keys: this.#byKey.size, logins: this.#logins, streamTimeMs: this.#streamTimeMs };
  }

  #forget(key: string): CountEntry | undefined {
    const entry = this.#byKey.get(key);
    if (entry === undefined) return undefined;
    this.#byKey.delete(key);
    this.#byIdentity.delete(identityOf(entry.locale, entry.window));
    if (entry.window === null) this.#logins -= entry.count;
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

function identityOf(locale: string, window: Window | null): string {
  return window === null ? `all/${locale}` : `${window.startMs}/${window.endMs}/${locale}`;
}
