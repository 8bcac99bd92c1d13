import type { ChangedCounts, Counts, LocaleCount } from "../contract/counts.ts";
import type { CountsView } from "../observe/counts_view.ts";
import type { CountEntry } from "../pipeline/count_entry.ts";
import { TextMap } from "../pipeline/text_map.ts";
import type { WindowSize } from "../pipeline/window.ts";
import { largest, localeCount, sorted } from "./count_order.ts";
import { WindowShelf } from "./window_shelf.ts";

const maxStarts = 200;

/** The counts of all processes, as the compacted topic of counts has them by key. */
export class CommittedCounts implements CountsView {
  readonly #entries = new TextMap<CountEntry>();
  readonly #allTime = new TextMap<CountEntry>();
  readonly #changed = new TextMap<CountEntry>();
  readonly #shelves: readonly WindowShelf[];

  /** Starts empty. */
  constructor(sizes: readonly WindowSize[]) {
    this.#shelves = sizes.map((size) => new WindowShelf(size));
  }

  /** Takes the newest count of a key; null deletes the key. */
  put(key: string, entry: CountEntry | null): void {
    const former = this.#entries.get(key);
    if (former !== undefined) this.#forget(former);
    if (entry === null) {
      this.#entries.delete(key);
      return;
    }
    this.#entries.set(key, entry);
    if (entry.window === null) {
      this.#allTime.set(entry.locale, entry);
      this.#changed.set(entry.locale, entry);
    } else this.#shelfOf(entry)?.put(entry);
  }

  /** Deletes everything. */
  clear(): void {
    for (const { key } of [...this.#entries.values()]) this.put(key, null);
  }

  allTime(): Counts {
    const counts = allTimeCounts(this.#allTime.values(), this.#total());
    return { ...counts, windows: this.#sizes(), starts: [] };
  }

  window(size: string, atMs: number | null): Counts | null {
    const shelf = this.#shelves.find((shelf) => shelf.size.text === size);
    if (shelf === undefined) return null;
    return { ...shelf.counts(atMs), windows: this.#sizes(), starts: shelf.starts(maxStarts) };
  }

  leaders(limit: number): readonly LocaleCount[] {
    return largest(this.#allTime.values(), limit).map(localeCount);
  }

  takeChanges(): readonly ChangedCounts[] {
    const changes: ChangedCounts[] = [];
    if (this.#changed.size > 0) changes.push(allTimeCounts(this.#changed.values(), this.#total()));
    for (const entry of [...this.#changed.values()]) this.#changed.delete(entry.locale);
    for (const shelf of this.#shelves) changes.push(...shelf.takeChanges());
    return changes;
  }

  #forget(entry: CountEntry): void {
    if (entry.window === null) this.#allTime.delete(entry.locale);
    else this.#shelfOf(entry)?.delete(entry);
  }

  #shelfOf({ window }: CountEntry): WindowShelf | undefined {
    const sizeMs = window === null ? 0 : window.endMs - window.startMs;
    return this.#shelves.find(({ size }) => size.sizeMs === sizeMs);
  }

  #sizes(): string[] {
    return this.#shelves.map(({ size }) => size.text);
  }

  #total(): number {
    let total = 0;
    for (const { count } of this.#allTime.values()) total += count;
    return total;
  }
}

function allTimeCounts(entries: Iterable<CountEntry>, total: number): ChangedCounts {
  const counts = sorted(entries).map(localeCount);
  return { window: null, windowStart: null, windowEnd: null, total, counts };
}
