import type { Spread } from "./performance_figures.ts";

/** The spread of what several rounds gave; null without rounds. */
export function spreadOf(values: readonly number[]): Spread | null {
  const sorted = values.toSorted((a, b) => a - b);
  const [min, max] = [sorted[0], sorted.at(-1)];
  if (min === undefined || max === undefined) return null;
  const upper = sorted[Math.floor(sorted.length / 2)] ?? max;
  const lower = sorted[Math.floor((sorted.length - 1) / 2)] ?? min;
  return { min, median: (lower + upper) / 2, max };
}

/**
 * The spread of the ratios of two contestants, round by round: what slows the machine down for a
 * while slows down both of a round, so their ratio is steadier than either figure.
 */
export function ratioSpread(ours: readonly number[], theirs: readonly number[]): Spread | null {
  const rounds = Math.min(ours.length, theirs.length);
  const ratios = ours.slice(0, rounds).map((value, round) => value / (theirs[round] ?? NaN));
  return spreadOf(ratios.filter(Number.isFinite));
}

/** A spread as text: the median and, where rounds differ, in brackets the least and the most. */
export function spreadText({ min, median, max }: Spread): string {
  if (min === max) return significant(median);
  return `${significant(median)} (${significant(min)}–${significant(max)})`;
}

/** A number with three significant digits, and whole ones with all of theirs. */
export function significant(value: number): string {
  if (Math.abs(value) >= 100) return Math.round(value).toLocaleString("en");
  return String(Number(value.toPrecision(3)));
}
