import stringWidth from "string-width";

const ellipsis = "…";

/** How many terminal columns a visible text occupies. */
export function widthOf(text: string): number {
  return stringWidth(text);
}

/** A visible text cut to a number of terminal columns. A cut text ends in an ellipsis. */
export function cutTo(text: string, columns: number): string {
  // Fast path for short texts. A long text is measured only up to the cut.
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
