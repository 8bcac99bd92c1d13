import { visibleLines } from "../visible.ts";

/** Writes lines to standard error, with control characters made visible. */
export function say(lines: string): void {
  console.error(visibleLines(lines));
}
