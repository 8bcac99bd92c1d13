import { LruMap } from "./lru_map.ts";

/** When the registry first and last reported that an id has no schema. */
interface Absence {
  readonly firstMs: number;
  readonly lastMs: number;
}

/** The end of a log at a time. All records before it had been written by then. */
interface LogEnd {
  readonly offset: number;
  readonly atMs: number;
}

const maxIds = 100_000;
const forgottenAfterMs = 600_000;
const believedForMs = 5_000;
const askedAgainAfterMs = 1_000;

/**
 * The ids that the registry reports missing, and when to believe that. A registry replica may lag, so a
 * report counts only after some time: since the first report for the id, or since the record was in the
 * log before the report. By the first rule, a junk id delays its partition only once. The second rule
 * limits the effect of ever new junk ids: the partition lags behind the end of its log by that time,
 * but does not get slower.
 */
export class MissingIds {
  readonly #lastingMs: number;
  readonly #absences = new LruMap<number, Absence>(maxIds);
  readonly #logEnds = new Map<string, LogEnd[]>();

  /** Starts empty. A report is believed once it has lasted for `lastingMs`. */
  constructor(lastingMs: number) {
    this.#lastingMs = lastingMs;
  }

  /** Records a report that an id is missing. */
  add(id: number, nowMs: number): void {
    const known = this.#absences.get(id);
    const isOngoing = known !== undefined && nowMs - known.lastMs < forgottenAfterMs;
    this.#absences.set(id, { firstMs: isOngoing ? known.firstMs : nowMs, lastMs: nowMs });
  }

  /** Records the current end of a log. */
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

  /** Whether an id is missing for sure, for records of any age. */
  isSure(id: number): boolean {
    const absence = this.#absences.get(id);
    if (absence === undefined) return false;
    // No registry assigns negative ids, so no replica can lag on one.
    return id < 0 || absence.lastMs - absence.firstMs >= this.#lastingMs;
  }

  /** Whether an id was missing for sure when a record was written. */
  isSureFor(id: number, log: string, offset: number): boolean {
    const absence = this.#absences.get(id);
    return absence !== undefined &&
      (this.isSure(id) || offset < this.writtenBefore(log, absence.lastMs - this.#lastingMs));
  }

  /** Whether the latest report is recent enough not to ask again. */
  isFresh(id: number, nowMs: number): boolean {
    const absence = this.#absences.get(id);
    const freshMs = this.isSure(id) ? believedForMs : askedAgainAfterMs;
    return absence !== undefined && nowMs - absence.lastMs < freshMs;
  }

  /** Whether a report now would be believed for a record. */
  isDue(id: number, log: string, offset: number, nowMs: number): boolean {
    const absence = this.#absences.get(id);
    const sinceMs = nowMs - this.#lastingMs;
    return absence === undefined || absence.firstMs <= sinceMs ||
      offset < this.writtenBefore(log, sinceMs);
  }

  /** The end of a log at a time, as far as it was recorded. */
  writtenBefore(log: string, timeMs: number): number {
    return this.#logEnds.get(log)?.findLast(({ atMs }) => atMs <= timeMs)?.offset ?? 0;
  }
}
