import { UsageError } from "../src/errors.ts";
import type { Option } from "../src/terminal/option.ts";

/** An option with rates, separated by commas, as its value: lowest first, each once. */
export function rates(doc: string): Option<readonly number[] | null> {
  return { placeholder: "N,N", doc, fallback: null, parse };
}

function parse(given: string): readonly number[] {
  const all = given.split(",").map(Number);
  if (!all.every((rate) => Number.isSafeInteger(rate) && rate > 0)) {
    throw new UsageError(`must be whole numbers above 0, separated by commas, not "${given}"`);
  }
  return [...new Set(all)].toSorted((a, b) => a - b);
}
