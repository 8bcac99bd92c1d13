import { streamTimeHeader, type WindowSettings } from "../pipeline/combine.ts";
import { isOverflowLocale } from "../pipeline/count_overflow.ts";
import { type DeltaFields, windowOfFields } from "../pipeline/count_record.ts";
import type { InputRecord } from "../pipeline/record.ts";
import { redated } from "../pipeline/record_time.ts";
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

/** The history of each count, added up from the deltas without the count stage. */
export class CountLedger {
  /** The sums of all deltas, late or not. */
  readonly logged: CountSums = new CountSums();
  readonly #settingsAt: (partition: number, offset: number) => LedgerSettings;
  readonly #histories = new Map<string, CountHistory>();
  readonly #streamTimesMs = new Map<number, number>();
  readonly #locales = new Map<number, number>();
  readonly #overflowed = new Set<number>();
  readonly #rebuilt: ReadonlySet<number>;
  readonly #reopened = new Set<number>();
  readonly #retentionsMs = new Map<number, number>();

  /**
   * Starts without deltas. Takes the settings by which a delta at an offset of a partition was
   * counted, and the partitions that a recount rebuilt by other rules than those of the deltas.
   */
  constructor(
    settingsAt: (partition: number, offset: number) => LedgerSettings,
    rebuilt: readonly number[] = [],
  ) {
    this.#settingsAt = settingsAt;
    this.#rebuilt = new Set(rebuilt);
  }

  /** Which counts were not compared with their deltas, and why. */
  *looseParts(): Generator<string> {
    for (const partition of this.#rebuilt) {
      yield `counts in partition ${partition} were not compared with their deltas: a recount ` +
        "counted earlier logins by newer settings; deno task recount compares them with the input";
    }
    for (const partition of this.#reopened) {
      yield `windows in partition ${partition} were not checked: a longer COUNT_RETENTION ` +
        "reopened expired ones; deno task recount compares them with the input";
    }
  }

  /** Adds the next delta of a partition. */
  take(partition: number, record: InputRecord, fields: DeltaFields): void {
    const { locale, delta, last_login: lastLoginMs } = fields;
    const window = windowOfFields(fields);
    const settings = this.#settingsAt(partition, record.offset);
    this.logged.add(fields);
    this.#noteRetention(partition, settings.windows.retentionMs);
    if (!this.isClosed(window, partition, settings)) {
      const history = this.#historyOf(locale, window, partition, settings.maxLocales);
      history.raise(delta, lastLoginMs, record.offset);
    }
    const streamTimeMs = advanceStreamTime(
      this.#streamTimesMs.get(partition) ?? 0,
      streamTimeOf(record) ?? lastLoginMs,
      redated(record).timestamp,
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

  /** Whether a window has expired: it takes no more logins and leaves the table. */
  isClosed(
    window: Window | null,
    partition: number,
    { windows } = this.#settingsAt(partition, Infinity),
  ): boolean {
    const streamTimeMs = this.#streamTimesMs.get(partition) ?? 0;
    return window !== null && isExpired(window.endMs, streamTimeMs, windows.retentionMs);
  }

  /** Whether a partition has more locales than MAX_LOCALES, so that some are counted together. */
  hasOverflow(partition: number): boolean {
    return this.#overflowed.has(partition);
  }

  /** Whether a count need not be the sum of its deltas. */
  isLoose(window: Window | null, partition: number): boolean {
    return this.#rebuilt.has(partition) || (window !== null && this.#reopened.has(partition));
  }

  /** A longer retention reopens expired windows, and their counts start from zero again. */
  #noteRetention(partition: number, retentionMs: number): void {
    const before = this.#retentionsMs.get(partition) ?? retentionMs;
    if (retentionMs > before) this.#reopened.add(partition);
    this.#retentionsMs.set(partition, retentionMs);
  }

  #historyOf(
    locale: string,
    window: Window | null,
    partition: number,
    maxLocales: number,
  ): CountHistory {
    const id = countIdOf(locale, window);
    const known = this.#histories.get(id);
    if (known !== undefined) return known;
    const begun = new CountHistory(locale, window, partition);
    this.#histories.set(id, begun);
    if (window === null) this.#countLocale(locale, partition, maxLocales);
    return begun;
  }

  #countLocale(locale: string, partition: number, maxLocales: number): void {
    const locales = (this.#locales.get(partition) ?? 0) + 1;
    this.#locales.set(partition, locales);
    if (locales > maxLocales || isOverflowLocale(locale)) {
      this.#overflowed.add(partition);
    }
  }
}

function streamTimeOf({ headers }: InputRecord): number | null {
  const header = headers.find(([name]) => name === streamTimeHeader)?.[1];
  return header ? Number(decoder.decode(header)) : null;
}
