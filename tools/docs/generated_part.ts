/** A part of a document that is generated from code, between its two marks. */
export interface GeneratedPart {
  readonly name: string;
  readonly markdown: string;
}

/** The text with each part in its place; throws if a part has no marks in it. */
export function withGeneratedParts(text: string, parts: readonly GeneratedPart[]): string {
  return parts.reduce((document, { name, markdown }) => {
    const begin = `<!-- generated: ${name} -->`;
    const end = `<!-- /generated: ${name} -->`;
    const from = document.indexOf(begin);
    const to = document.indexOf(end);
    if (from === -1 || to < from) throw new Error(`Cannot find the marks "${begin}" and "${end}"`);
    return `${document.slice(0, from + begin.length)}\n${markdown}\n${document.slice(to)}`;
  }, text);
}

/** A Markdown table; bars in cells are escaped. */
export function markdownTable(
  heading: readonly string[],
  rows: readonly (readonly string[])[],
): string {
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
  return [line(heading), line(heading.map(() => "---")), ...rows.map(line)].join("\n");
}
