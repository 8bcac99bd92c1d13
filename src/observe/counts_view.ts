/** One count as it is told. */
export interface LocaleCount {
  readonly locale: string;
  readonly count: number;
  /** The latest event time counted, ISO 8601. */
  readonly lastLogin: string;
}

/** Which counts are asked for: of all time, or of a window. */
export interface CountsQuestion {
  /** The size of the window as ISO 8601 duration; null for all time. */
  readonly window: string | null;
  /** A time within the window; null for the newest one that has counts. */
  readonly atMs: number | null;
}

/** Which window counts are of; all null for all time. */
export interface WindowName {
  readonly window: string | null;
  readonly windowStart: string | null;
  readonly windowEnd: string | null;
}

/** Counts that belong together, the largest first. */
export interface Counts extends WindowName {
  readonly total: number;
  readonly counts: readonly LocaleCount[];
}

/** An answer about counts: what was asked for, and what else could be. */
export interface CountsAnswer extends Counts {
  readonly windows: readonly string[];
  /** Starts of the windows of this size that have counts, newest first. */
  readonly starts: readonly string[];
}

/** The committed counts of all processes together. */
export interface CountsView {
  /** The counts of a question; null where there is no such window size. */
  counts(question: CountsQuestion): CountsAnswer | null;
  /** All time's largest counts, the largest first. */
  leaders(limit: number): readonly LocaleCount[];
  /** What changed since this was last asked: all time, and the newest window of each size. */
  takeChanges(): readonly Counts[];
}
