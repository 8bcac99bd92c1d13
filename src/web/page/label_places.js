// @ts-check

/**
 * Moves overlapping labels apart, each as little as possible: labels that touch form a block, which
 * is centered on the middle of their places.
 * @param {readonly number[]} places Ascending.
 * @param {number} height
 * @param {number} bottom
 * @returns {number[]}
 */
export function labelPlaces(places, height, bottom) {
  /** @type {{ sum: number, size: number }[]} */
  const blocks = [];
  const topOf = (/** @type {{ sum: number, size: number }} */ { sum, size }) => {
    const top = sum / size - (size - 1) * height / 2;
    return Math.max(0, Math.min(top, bottom - (size - 1) * height));
  };
  for (const place of places) {
    blocks.push({ sum: place, size: 1 });
    for (;;) {
      const [upper, lower] = [blocks.at(-2), blocks.at(-1)];
      if (!upper || !lower || topOf(upper) + upper.size * height <= topOf(lower)) break;
      blocks.splice(-2, 2, { sum: upper.sum + lower.sum, size: upper.size + lower.size });
    }
  }
  return blocks.flatMap((block) => {
    return Array.from({ length: block.size }, (_, at) => topOf(block) + at * height);
  });
}
