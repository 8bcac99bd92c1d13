/**
 * What a terminal obeys, hides or turns around instead of showing it: control characters, lone
 * surrogates, marks of direction, zero-width and other format characters, separators of lines. The two
 * selectors of how an emoji looks are harmless and stay.
 */
const unseen = /(?![\ufe0e\ufe0f])[\p{C}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu;
const unseenButLineEnds =
  /(?![\n\ufe0e\ufe0f])[\p{C}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu;

/** A text from outside as it may be printed: what cannot be seen is written as `\u{…}`. */
export function visible(text: string): string {
  return text.replace(unseen, escaped);
}

/** The same for text of several lines, the ends of which are our own. */
export function visibleLines(text: string): string {
  return text.replace(unseenButLineEnds, escaped);
}

/** A value as JSON on one line, in which everything can be seen; it is the same value. */
export function visibleJson(value: unknown): string {
  return seenJson(JSON.stringify(value));
}

/** A line of JSON in which everything can be seen; what it says stays the same. */
export function seenJson(line: string): string {
  return line.replace(unseen, (character) => {
    const units = Array.from({ length: character.length }, (_, i) => character.charCodeAt(i));
    return units.map((unit) => `\\u${unit.toString(16).padStart(4, "0")}`).join("");
  });
}

function escaped(character: string): string {
  return `\\u{${character.codePointAt(0)!.toString(16)}}`;
}
