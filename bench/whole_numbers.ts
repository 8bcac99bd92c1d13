import { UsageError } from "../src/errors.ts";
import type { Option } from "../src/terminal/option.ts";

/** An option with whole numbers, separated by commas, as its value: lowest first, each once. */
export function wholeNumbers<F extends readonly number[] | null>(
  doc: string,
  fallback: F,
): Option<readonly number[] | F> {
  return { placeholder: "N,N", doc, fallback, parse };
}

function parse(given: string): readonly number[] {
  const all = given.split(",").map(Number);
  if (!all.every((number) => Number.isSafeInteger(number) && number > 0)) {
    throw new UsageError(`must be whole numbers above 0, separated by commas, not "${given}"`);
  }
  return [...new Set(all)].toSorted((a, b) => a - b);
}
