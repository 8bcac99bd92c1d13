import stringWidth from "string-width";

const ellipsis = "…";

/** How many columns of a terminal a visible text takes. */
export function widthOf(text: string): number {
  return stringWidth(text);
}

/** A visible text that takes no more columns than this, an ellipsis where some of it is left out. */
export function cutTo(text: string, columns: number): string {
  // Each column takes a code unit or more, so most texts need no measuring of the whole.
  if (text.length <= columns && widthOf(text) <= columns) return text;
  let kept = "";
  let width = 0;
  for (const { segment } of new Intl.Segmenter().segment(text)) {
    const next = width + widthOf(segment);
    if (next > columns) return cutAt(kept, columns);
    kept += segment;
    width = next;
  }
  return kept;
}

function cutAt(text: string, columns: number): string {
  const segments = Array.from(new Intl.Segmenter().segment(text), ({ segment }) => segment);
  while (segments.length > 0 && widthOf(segments.join("")) > columns - 1) segments.pop();
  return segments.join("") + ellipsis;
}
