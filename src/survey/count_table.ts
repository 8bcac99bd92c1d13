import type {
  Counts,
  CountsAnswer,
  CountsQuestion,
  CountsView,
  LocaleCount,
} from "../observe/counts_view.ts";
import type { CountEntry } from "../pipeline/count_entry.ts";
import { TextMap } from "../pipeline/text_map.ts";
import type { WindowSize } from "../pipeline/window.ts";
import { largest, sorted, told } from "./told_count.ts";
import { WindowShelf } from "./window_shelf.ts";

const maxStarts = 200;

/** The counts of all processes as the compacted topic has them, by the keys of its records. */
export class CountTable implements CountsView {
  readonly #entries = new TextMap<CountEntry>();
  readonly #allTime = new TextMap<CountEntry>();
  readonly #changed = new TextMap<CountEntry>();
  readonly #shelves: readonly WindowShelf[];

  /** Begins empty. */
  constructor(sizes: readonly WindowSize[]) {
    this.#shelves = sizes.map((size) => new WindowShelf(size));
  }

  /** Takes the newest count of a key in; null for one that is taken off the table. */
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

  /** Begins anew. */
  clear(): void {
    for (const { key } of [...this.#entries.values()]) this.put(key, null);
  }

  counts({ window, atMs }: CountsQuestion): CountsAnswer | null {
    const windows = this.#shelves.map(({ size }) => size.text);
    if (window === null) {
      return { ...allTime(this.#allTime.values(), this.#total()), windows, starts: [] };
    }
    const shelf = this.#shelves.find(({ size }) => size.text === window);
    return shelf ? { ...shelf.counts(atMs), windows, starts: shelf.starts(maxStarts) } : null;
  }

  leaders(limit: number): readonly LocaleCount[] {
    return largest(this.#allTime.values(), limit).map(told);
  }

  takeChanges(): readonly Counts[] {
    const changes: Counts[] = [];
    if (this.#changed.size > 0) changes.push(allTime(this.#changed.values(), this.#total()));
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

  #total(): number {
    let total = 0;
    for (const { count } of this.#allTime.values()) total += count;
    return total;
  }
}

function allTime(entries: Iterable<CountEntry>, total: number): Counts {
  const counts = sorted(entries).map(told);
  return { window: null, windowStart: null, windowEnd: null, total, counts };
}
