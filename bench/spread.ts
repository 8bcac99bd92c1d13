import type { Spread } from "./performance_figures.ts";

/** The spread of the results of several rounds; null without rounds. */
export function spreadOf(values: readonly number[]): Spread | null {
  const sorted = values.toSorted((a, b) => a - b);
  const [min, max] = [sorted[0], sorted.at(-1)];
  if (min === undefined || max === undefined) return null;
  const upper = sorted[Math.floor(sorted.length / 2)] ?? max;
  const lower = sorted[Math.floor((sorted.length - 1) / 2)] ?? min;
  return { min, median: (lower + upper) / 2, max };
}

/**
 * The spread of the ratios of two contestants, round by round. A slowdown of the machine affects both
 * contestants of a round, so their ratio is steadier than either result.
 */
export function ratioSpread(ours: readonly number[], theirs: readonly number[]): Spread | null {
  const rounds = Math.min(ours.length, theirs.length);
  const ratios = ours.slice(0, rounds).map((value, round) => value / (theirs[round] ?? NaN));
  return spreadOf(ratios.filter(Number.isFinite));
}

/** A spread as text: the median and, if rounds differ, the minimum and maximum in parentheses. */
export function spreadText({ min, median, max }: Spread): string {
  if (min === max) return significant(median);
  return `${significant(median)} (${significant(min)}–${significant(max)})`;
}

/**
 * The spread of a figure as the text of a cell: empty without rounds, or if a recording from before the
 * figure was measured lacks it.
 */
export function spreadCell(values: readonly (number | undefined)[]): string {
  const spread = spreadOf(values.filter((value) => value !== undefined));
  return spread === null ? "" : spreadText(spread);
}

/** A number with three significant digits, or with all digits before the point. */
export function significant(value: number): string {
  if (Math.abs(value) >= 100) return Math.round(value).toLocaleString("en");
  return String(Number(value.toPrecision(3)));
}
