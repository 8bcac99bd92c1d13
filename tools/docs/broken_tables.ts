const delimiter = /^\|(?: ?:?-+:? ?\|)+$/;

/** The lines, counted from 1, at which a table of a document does not render as one. */
export function brokenTables(markdown: string): number[] {
  const text = markdown.replaceAll(/^```[^]*?^```/gm, (block) => block.replaceAll(/^.*$/gm, ""));
  const lines = text.split("\n");
  return lines.flatMap((line, index) => {
    if (!line.startsWith("|")) return [];
    const before = lines[index - 1] ?? "";
    const isFirst = !before.startsWith("|");
    const renders = isFirst
      ? delimiter.test(lines[index + 1] ?? "")
      : cellsIn(line) === cellsIn(before);
    return renders ? [] : [index + 1];
  });
}

/** A bar separates cells even in code, unless it is escaped. */
function cellsIn(row: string): number {
  return row.match(/(?<!\\)\|/g)?.length ?? 0;
}
