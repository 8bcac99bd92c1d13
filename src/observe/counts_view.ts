import type { ChangedCounts, Counts, LocaleCount } from "../contract/counts.ts";

/** The committed counts of all processes together. */
export interface CountsView {
  /** The counts of all time. */
  allTime(): Counts;
  /**
   * The counts of the window of a size that a time falls into, or of the newest window for null;
   * null when windows of this size are not counted.
   */
  window(size: string, atMs: number | null): Counts | null;
  /** The largest counts of all time, the largest first. */
  leaders(limit: number): readonly LocaleCount[];
  /** Changes since the last call: of all time, and of the newest window of each size. */
  takeChanges(): readonly ChangedCounts[];
}
