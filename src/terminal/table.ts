import { visible } from "../visible.ts";
import { cutTo, widthOf } from "./columns.ts";

const columnsWithoutTerminal = 200;
const leastCellColumns = 16;
const mostMeasured = 1_000;
const gap = "  ";

/**
 * Formats rows as aligned columns under a heading, with numbers to the right. Cells may contain
 * untrusted text: control characters are made visible, and the widest cells are cut to fit.
 */
export function tableOf(
  heading: readonly string[],
  rows: readonly (readonly (string | number)[])[],
  maxColumns: number = terminalColumns(),
): string {
  const shown = rows.map((row) => row.map(shownText));
  const natural = heading.map((title, column) =>
    shown.reduce((widest, row) => Math.max(widest, widthOf(row[column] ?? "")), title.length)
  );
  const widths = fitted(natural, maxColumns - gap.length * (heading.length - 1));
  const lines = [heading, ...shown].map((row, line) =>
    row.map((text, column) => {
      const width = widths[column] ?? 0;
      const cell = cutTo(text, width);
      const padding = " ".repeat(Math.max(0, width - widthOf(cell)));
      const isNumber = line > 0 && typeof rows[line - 1]?.[column] === "number";
      return isNumber ? padding + cell : cell + padding;
    }).join(gap).trimEnd()
  );
  return lines.join("\n");
}

/** Cuts a cell far beyond any row's width, because measuring a megabyte takes seconds. */
function shownText(cell: string | number): string {
  const text = String(cell);
  const most = text.slice(0, mostMeasured);
  return visible(most) + (most.length < text.length ? "…" : "");
}

/** The width of the terminal in columns, or a readable width when there is none. */
export function terminalColumns(): number {
  try {
    return Deno.consoleSize().columns;
  } catch {
    return columnsWithoutTerminal;
  }
}

/** Narrows the widest columns until the row fits, but no further than a readable width. */
function fitted(natural: readonly number[], maxColumns: number): number[] {
  const widths = [...natural];
  while (true) {
    const excess = widths.reduce((sum, width) => sum + width, 0) - maxColumns;
    const widest = Math.max(...widths);
    if (excess <= 0 || widest <= leastCellColumns) return widths;
    const second = Math.max(leastCellColumns, ...widths.filter((width) => width < widest));
    widths[widths.indexOf(widest)] = Math.max(widest - excess, Math.min(second, widest - 1));
  }
}
