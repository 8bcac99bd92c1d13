import { type DeltaFields, windowOfFields } from "../pipeline/count_record.ts";
import { streamTimeHeader, type WindowSettings } from "../pipeline/combine.ts";
import { isOverflowLocale } from "../pipeline/count_overflow.ts";
import type { InputRecord } from "../pipeline/record.ts";
import { advanceStreamTime, isExpired, type Window } from "../pipeline/window.ts";
import { CountHistory } from "./count_history.ts";
import { countIdOf, CountSums } from "./count_sums.ts";

/** How the deltas were counted. */
export interface LedgerSettings {
  readonly windows: WindowSettings;
  /** How many locales a partition counts by name. */
  readonly maxLocales: number;
}

const decoder = new TextDecoder();

/** What the deltas come to: of each count its history, added up again without the count stage. */
export class CountLedger {
  /** The sums of everything that was logged, late or not. */
  readonly logged: CountSums = new CountSums();
  readonly #settings: LedgerSettings;
  readonly #histories = new Map<string, CountHistory>();
  readonly #streamTimesMs = new Map<number, number>();
  readonly #locales = new Map<number, number>();
  readonly #overflowed = new Set<number>();

  /** Begins with nothing logged. */
  constructor(settings: LedgerSettings) {
    this.#settings = settings;
  }

  /** Takes the next delta of a partition. */
  take(partition: number, record: InputRecord, fields: DeltaFields): void {
    const { locale, delta, last_login: lastLoginMs } = fields;
    const window = windowOfFields(fields);
    this.logged.add(fields);
    if (!this.isClosed(window, partition)) {
      this.#historyOf(locale, window, partition).raise(delta, lastLoginMs, record.offset);
    }
    const streamTimeMs = advanceStreamTime(
      this.#streamTimesMs.get(partition) ?? 0,
      streamTimeOf(record) ?? lastLoginMs,
      record.timestamp,
    );
    this.#streamTimesMs.set(partition, streamTimeMs);
  }

  /** All histories. */
  histories(): IterableIterator<CountHistory> {
    return this.#histories.values();
  }

  /** The history of a count, if there is one. */
  find(locale: string, window: Window | null): CountHistory | undefined {
    return this.#histories.get(countIdOf(locale, window));
  }

  /** Whether a window takes no logins any more, and leaves the table. */
  isClosed(window: Window | null, partition: number): boolean {
    const streamTimeMs = this.#streamTimesMs.get(partition) ?? 0;
    return window !== null &&
      isExpired(window.endMs, streamTimeMs, this.#settings.windows.retentionMs);
  }

  /** Whether a partition has more locales than it counts by name. */
  hasOverflow(partition: number): boolean {
    return this.#overflowed.has(partition);
  }

  #historyOf(locale: string, window: Window | null, partition: number): CountHistory {
    const id = countIdOf(locale, window);
    const known = this.#histories.get(id);
    if (known !== undefined) return known;
    const begun = new CountHistory(locale, window, partition);
    this.#histories.set(id, begun);
    if (window === null) this.#countLocale(locale, partition);
    return begun;
  }

  #countLocale(locale: string, partition: number): void {
    const locales = (this.#locales.get(partition) ?? 0) + 1;
    this.#locales.set(partition, locales);
    if (locales > this.#settings.maxLocales || isOverflowLocale(locale)) {
      this.#overflowed.add(partition);
    }
  }
}

function streamTimeOf({ headers }: InputRecord): number | null {
  const header = headers.find(([name]) => name === streamTimeHeader)?.[1];
  return header ? Number(decoder.decode(header)) : null;
}
