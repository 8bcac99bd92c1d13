import type { ChangedCounts, Counts, LocaleCount } from "../../src/contract/counts.ts";
import { Random } from "../../src/generator/random.ts";
import { stateTiles } from "../../src/web/page/us_states.js";

const minuteMs = 60_000;
const sizes: Readonly<Record<string, number>> = { PT1M: minuteMs, PT1H: 60 * minuteMs };

type Table = Map<string, { count: number; lastLogin: string }>;

/** Fake counts by locale: all time, and windows of a minute and of an hour. */
export class MadeCounts {
  readonly #random = new Random(7);
  readonly #allTime: Table = new Map();
  readonly #windows = new Map<string, Map<number, Table>>(
    Object.keys(sizes).map((size) => [size, new Map()]),
  );
  readonly #weights: [string, number][];
  readonly #heaviest: number;

  /** Starts without logins; `others` are locales besides the states. */
  constructor(others: readonly string[]) {
    const states = stateTiles().map(({ code }, at): [string, number] => [code, 3 + (at * 37) % 23]);
    this.#weights = [...states, ["CO", 34], ...others.map((name): [string, number] => [name, 2])];
    this.#heaviest = this.#weights.reduce((sum, [, weight]) => sum + weight, 0);
  }

  /** Counts logins of one time and returns their events. */
  logIn(logins: number, atMs: number): ChangedCounts[] {
    const locales = Array.from({ length: logins }, () => this.#pick());
    const ends = Object.keys(sizes).map((size) =>
      this.#addTo(this.#window(size, atMs), locales, atMs)
    );
    this.#addTo(this.#allTime, locales, atMs);
    const changed = new Set(locales);
    const only = (answer: Counts): ChangedCounts => ({
      window: answer.window,
      windowStart: answer.windowStart,
      windowEnd: answer.windowEnd,
      total: answer.total,
      counts: answer.counts.filter(({ locale }) => changed.has(locale)),
    });
    return [
      only(this.answer(null, null)),
      ...ends.map((_, at) => {
        return only(this.answer(Object.keys(sizes)[at]!, atMs));
      }),
    ];
  }

  /** The API's answer for all time, for the window of a time, or for the newest window. */
  answer(window: string | null, atMs: number | null): Counts {
    const windows = Object.keys(sizes);
    if (window === null) {
      const nothing = { window: null, windowStart: null, windowEnd: null };
      return { ...nothing, ...listOf(this.#allTime), windows, starts: [] };
    }
    const starts = [...this.#windows.get(window)!.keys()].sort((a, b) => b - a);
    const start = atMs === null ? starts[0] : startOf(window, atMs);
    return {
      window,
      windowStart: start === undefined ? null : new Date(start).toISOString(),
      windowEnd: start === undefined ? null : new Date(start + sizes[window]!).toISOString(),
      ...listOf(this.#windows.get(window)!.get(start ?? NaN) ?? new Map()),
      windows,
      starts: starts.map((at) => new Date(at).toISOString()),
    };
  }

  /** The locales with the most logins of all time. */
  leaders(limit: number): LocaleCount[] {
    return [...this.answer(null, null).counts].sort((a, b) => b.count - a.count).slice(0, limit);
  }

  #window(size: string, atMs: number): Table {
    const tables = this.#windows.get(size)!;
    const start = startOf(size, atMs);
    if (!tables.has(start)) tables.set(start, new Map());
    return tables.get(start)!;
  }

  #addTo(table: Table, locales: readonly string[], atMs: number): void {
    const lastLogin = new Date(atMs).toISOString();
    for (const locale of locales) {
      table.set(locale, { count: (table.get(locale)?.count ?? 0) + 1, lastLogin });
    }
  }

  #pick(): string {
    let rest = this.#random.below(this.#heaviest);
    return this.#weights.find(([, weight]) => (rest -= weight) < 0)![0];
  }
}

function startOf(window: string, atMs: number): number {
  return Math.floor(atMs / sizes[window]!) * sizes[window]!;
}

function listOf(table: Table): { total: number; counts: LocaleCount[] } {
  const counts = [...table].map(([locale, entry]) => ({ locale, ...entry }));
  return { total: counts.reduce((sum, { count }) => sum + count, 0), counts };
}
