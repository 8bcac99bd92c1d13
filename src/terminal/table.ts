import { visible } from "../visible.ts";
import { cutTo, widthOf } from "./columns.ts";

const columnsWithoutTerminal = 200;
const leastCellColumns = 16;
const mostMeasured = 1_000;
const gap = "  ";

/**
 * Rows as text in columns that line up, under a heading; numbers stand to the right. What cells hold
 * may come from outside: it is made visible, and the widest are cut where rows would be too wide.
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

/** No row is as wide as this, and to measure a megabyte takes seconds. */
function shownText(cell: string | number): string {
  const text = String(cell);
  const most = text.slice(0, mostMeasured);
  return visible(most) + (most.length < text.length ? "…" : "");
}

/** How wide a row may be: as the terminal, and where there is none no wider than one can be read. */
export function terminalColumns(): number {
  try {
    return Deno.consoleSize().columns;
  } catch {
    return columnsWithoutTerminal;
  }
}

/** Takes from the widest column what is too much, down to a width that still tells something. */
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
