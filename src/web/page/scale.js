// @ts-check

/** The number of shades; shade 0 stands for no logins. */
export const shades = 6;

/** Above this ratio of the largest to the smallest count, equal steps would put most into one shade. */
const widestLinear = 20;

/**
 * The lowest count of each shade, between the smallest and the largest count: in equal steps, or in
 * equal ratios if a few locales have nearly all logins.
 * @param {readonly number[]} counts
 * @returns {number[]}
 */
export function shadeBounds(counts) {
  const present = counts.filter((count) => count > 0);
  if (present.length === 0) return [];
  const least = present.reduce((a, b) => Math.min(a, b));
  const most = present.reduce((a, b) => Math.max(a, b));
  const steps = Array.from({ length: shades }, (_, step) => step / shades);
  if (most / least <= widestLinear) {
    return distinct(steps.map((part) => Math.ceil(least + part * (most - least))));
  }
  return distinct(steps.map((part) => Math.ceil(least * (most / least) ** part - 1e-9)));
}

/**
 * The shade of a count, from 1 to the number of bounds; 0 for no logins.
 * @param {number} count
 * @param {readonly number[]} bounds
 */
export function shadeOf(count, bounds) {
  if (count <= 0) return 0;
  const above = bounds.findIndex((bound) => count < bound);
  return above === -1 ? bounds.length : Math.max(1, above);
}

/**
 * Spreads few bounds over all shades, so that the largest count always has the darkest.
 * @param {number} shade
 * @param {readonly number[]} bounds
 */
export function shadeStrength(shade, bounds) {
  if (shade === 0 || bounds.length === 0) return 0;
  if (bounds.length === 1) return shades;
  return 1 + Math.round((shade - 1) * (shades - 1) / (bounds.length - 1));
}

/** @param {number[]} bounds */
function distinct(bounds) {
  return [...new Set(bounds)];
}
