import { type DeltaFields, windowOfFields } from "../pipeline/count_record.ts";
import type { Window } from "../pipeline/window.ts";

/** The sum that one count should have. */
export interface CountSum {
  readonly locale: string;
  /** null for all time. */
  readonly window: Window | null;
  readonly logins: number;
  /** Milliseconds since the epoch. */
  readonly lastLoginMs: number;
}

/** Deltas added up by locale and window. */
export class CountSums {
  readonly #sums = new Map<string, CountSum>();

  /** Adds a delta. */
  add(fields: DeltaFields): void {
    const { locale, delta, last_login: lastLoginMs } = fields;
    const window = windowOfFields(fields);
    const id = countIdOf(locale, window);
    const before = this.#sums.get(id);
    this.#sums.set(id, {
      locale,
      window,
      logins: (before?.logins ?? 0) + delta,
      lastLoginMs: Math.max(before?.lastLoginMs ?? 0, lastLoginMs),
    });
  }

  /** The sum of an id; undefined for an id without deltas. */
  get(id: string): CountSum | undefined {
    return this.#sums.get(id);
  }

  /** All sums by id. */
  entries(): IterableIterator<[string, CountSum]> {
    return this.#sums.entries();
  }
}

/** An id that is unique for a locale and a window, whatever the locale contains. */
export function countIdOf(locale: string, window: Window | null): string {
  return window === null ? `all/${locale}` : `${window.startMs}/${window.endMs}/${locale}`;
}
