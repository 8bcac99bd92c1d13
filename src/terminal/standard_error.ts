import { visibleLines } from "../visible.ts";

/** Writes lines for people to standard error; what they quote from outside is made visible. */
export function say(lines: string): void {
  console.error(visibleLines(lines));
}
