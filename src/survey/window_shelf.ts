import type { ChangedCounts } from "../contract/counts.ts";
import type { CountEntry } from "../pipeline/count_entry.ts";
import { TextMap } from "../pipeline/text_map.ts";
import { windowAt, type WindowSize } from "../pipeline/window.ts";
import { localeCount, sorted } from "./count_order.ts";

/** The counts of all windows of one size. */
export class WindowShelf {
  readonly size: WindowSize;
  readonly #windows = new Map<number, TextMap<CountEntry>>();
  #changedStartMs: number | null = null;
  #changed = new TextMap<CountEntry>();

  /** Starts empty. */
  constructor(size: WindowSize) {
    this.size = size;
  }

  /** Takes a count, which replaces an earlier one of the same locale and window. */
  put(entry: CountEntry): void {
    const { startMs } = entry.window!;
    const window = this.#windows.get(startMs) ?? new TextMap();
    this.#windows.set(startMs, window);
    window.set(entry.locale, entry);
    if (this.#changedStartMs === null || startMs > this.#changedStartMs) {
      this.#changedStartMs = startMs;
      this.#changed = new TextMap();
    }
    if (startMs === this.#changedStartMs) this.#changed.set(entry.locale, entry);
  }

  /** Deletes a count. */
  delete({ locale, window: named }: CountEntry): void {
    const window = this.#windows.get(named!.startMs);
    window?.delete(locale);
    if (window?.size === 0) this.#windows.delete(named!.startMs);
  }

  /** The counts of the window that a time falls into, or of the newest window. */
  counts(atMs: number | null): ChangedCounts {
    const startMs = atMs === null ? this.#newest() : windowAt(atMs, this.size.sizeMs).startMs;
    const entries = startMs === null ? undefined : this.#windows.get(startMs);
    return this.#countsOf(startMs, [...entries?.values() ?? []], entries);
  }

  /** The starts of the newest windows that have counts, newest first. */
  starts(limit: number): string[] {
    return [...this.#windows.keys()].sort((a, b) => b - a).slice(0, limit)
      .map((startMs) => new Date(startMs).toISOString());
  }

  /** What changed in the newest window since the last call. */
  takeChanges(): ChangedCounts[] {
    const startMs = this.#changedStartMs;
    const changed = [...this.#changed.values()];
    this.#changed = new TextMap();
    if (startMs === null || changed.length === 0 || startMs !== this.#newest()) return [];
    return [this.#countsOf(startMs, changed, this.#windows.get(startMs))];
  }

  #countsOf(
    startMs: number | null,
    entries: readonly CountEntry[],
    all: TextMap<CountEntry> | undefined,
  ): ChangedCounts {
    const { text: window, sizeMs } = this.size;
    const total = [...all?.values() ?? []].reduce((sum, { count }) => sum + count, 0);
    return {
      window,
      windowStart: startMs === null ? null : new Date(startMs).toISOString(),
      windowEnd: startMs === null ? null : new Date(startMs + sizeMs).toISOString(),
      total,
      counts: sorted(entries).map(localeCount),
    };
  }

  #newest(): number | null {
    let newest: number | null = null;
    for (const startMs of this.#windows.keys()) {
      if (newest === null || startMs > newest) newest = startMs;
    }
    return newest;
  }
}
