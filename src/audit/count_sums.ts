import { type DeltaFields, windowOfFields } from "../pipeline/count_record.ts";
import type { Window } from "../pipeline/window.ts";

/** What one count should come to. */
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

  /** Raises one sum. */
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

  /** The sum of an id, if anything was added to it. */
  get(id: string): CountSum | undefined {
    return this.#sums.get(id);
  }

  /** All sums by id. */
  entries(): IterableIterator<[string, CountSum]> {
    return this.#sums.entries();
  }
}

/** Tells counts apart, whatever a locale looks like. */
export function countIdOf(locale: string, window: Window | null): string {
  return window === null ? `all/${locale}` : `${window.startMs}/${window.endMs}/${locale}`;
}
