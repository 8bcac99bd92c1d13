// @ts-check

/**
 * The current color of a variable in tokens.css.
 * @param {string} name
 */
export function colorOf(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

/** The font of text in charts. */
export const chartFont = "11px system-ui, sans-serif";
