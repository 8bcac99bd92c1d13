import { LruMap } from "./lru_map.ts";

/** When a registry first said that it has no schema of an id, and when it last did. */
interface Absence {
  readonly firstMs: number;
  readonly lastMs: number;
}

/** At a time, a log ended there: what lies before it was written by then. */
interface LogEnd {
  readonly offset: number;
  readonly atMs: number;
}

const maxIds = 100_000;
const forgottenAfterMs = 600_000;
const believedForMs = 5_000;
const askedAgainAfterMs = 1_000;

/**
 * The ids that a registry said it has no schema of, and when it is believed. One of several replicas
 * may lag behind, so a no counts once it has lasted: for the id, from its first no on, or for the
 * record, which was in the log for as long before the no. The former lets an id of junk hold up its
 * partition once, the latter bounds what ever new ids of junk do: the partition lies that far behind
 * the end of its log, and goes no slower.
 */
export class MissingIds {
  readonly #lastingMs: number;
  readonly #absences = new LruMap<number, Absence>(maxIds);
  readonly #logEnds = new Map<string, LogEnd[]>();

  /** Begins with nothing said; a no is believed once it has lasted for so long. */
  constructor(lastingMs: number) {
    this.#lastingMs = lastingMs;
  }

  /** Takes down a no. */
  add(id: number, nowMs: number): void {
    const before = this.#absences.get(id);
    const isOngoing = before !== undefined && nowMs - before.lastMs < forgottenAfterMs;
    this.#absences.set(id, { firstMs: isOngoing ? before.firstMs : nowMs, lastMs: nowMs });
  }

  /** Takes down up to where a log is known to have been written. */
  addLogEnd(log: string, offset: number, nowMs: number): void {
    const ends = this.#logEnds.get(log) ?? [];
    const last = ends.at(-1);
    if (last !== undefined && (nowMs - last.atMs < askedAgainAfterMs || last.offset >= offset)) {
      return;
    }
    const youngestOld = ends.findLastIndex(({ atMs }) =>
      atMs <= nowMs - this.#lastingMs - believedForMs
    );
    this.#logEnds.set(log, [...ends.slice(Math.max(0, youngestOld)), { offset, atMs: nowMs }]);
  }

  /** Whether there is no schema of an id, for all that can be known; no log tells more. */
  isSure(id: number): boolean {
    const absence = this.#absences.get(id);
    if (absence === undefined) return false;
    // No registry gives out an id below zero, so none can be late with it.
    return id < 0 || absence.lastMs - absence.firstMs >= this.#lastingMs;
  }

  /** Whether there was no schema of an id when a record was written. */
  isSureFor(id: number, log: string, offset: number): boolean {
    const absence = this.#absences.get(id);
    return absence !== undefined &&
      (this.isSure(id) || offset < this.writtenBefore(log, absence.lastMs - this.#lastingMs));
  }

  /** Whether a no was heard so lately that it is not worth another question. */
  isFresh(id: number, nowMs: number): boolean {
    const absence = this.#absences.get(id);
    const freshMs = this.isSure(id) ? believedForMs : askedAgainAfterMs;
    return absence !== undefined && nowMs - absence.lastMs < freshMs;
  }

  /** Whether a no that is heard now would be believed for a record. */
  isDue(id: number, log: string, offset: number, nowMs: number): boolean {
    const absence = this.#absences.get(id);
    const sinceMs = nowMs - this.#lastingMs;
    return absence === undefined || absence.firstMs <= sinceMs ||
      offset < this.writtenBefore(log, sinceMs);
  }

  /** Up to which offset a log was written at a time, as far as was taken down. */
  writtenBefore(log: string, timeMs: number): number {
    return this.#logEnds.get(log)?.findLast(({ atMs }) => atMs <= timeMs)?.offset ?? 0;
  }
}
