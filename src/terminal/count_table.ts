import { timeText } from "../pipeline/record_time.ts";
import type { ReadableRecord } from "./record_reader.ts";
import { tableOf } from "./table.ts";

interface CountRow {
  readonly locale: string;
  readonly count: number;
  readonly window_start: number | null;
  readonly window_end: number | null;
  readonly last_login: number;
}

/** The latest count of each key, as a table for the terminal. */
export class CountTable {
  readonly #rows = new Map<string, CountRow>();

  /** Adds a record. Records that are not counts are ignored. */
  take({ key, type, value }: ReadableRecord): void {
    if (key === null || key === "") return;
    if (value === null) this.#rows.delete(key);
    else if (type === "LocaleCount") this.#rows.set(key, value as CountRow);
  }

  /** The table: all-time counts first, then windows by start, each with the largest count first. */
  toString(): string {
    const rows = [...this.#rows.values()].sort((a, b) =>
      (a.window_start ?? 0) - (b.window_start ?? 0) || b.count - a.count ||
      a.locale.localeCompare(b.locale)
    );
    const cells = rows.map((row) => [
      row.locale,
      row.count,
      row.window_start === null
        ? "all time"
        : `${time(row.window_start)} to ${time(row.window_end)}`,
      time(row.last_login),
    ]);
    return tableOf(["locale", "count", "window", "last login"], cells);
  }

  /** The all-time counts by locale. */
  allTime(): Map<string, number> {
    const rows = [...this.#rows.values()].filter((row) => row.window_start === null);
    return new Map(rows.map(({ locale, count }) => [locale, count]));
  }
}

function time(epochMs: number | null): string {
  return epochMs === null ? "" : timeText(epochMs).replace(".000Z", "Z");
}
