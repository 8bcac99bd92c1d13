import { UsageError } from "../errors.ts";

/** One `--name` of a command: how its text becomes a value, and what it is without one. */
export interface Option<T> {
  /** What stands for the value in the help; null for a flag. */
  readonly placeholder: string | null;
  readonly doc: string;
  readonly fallback: T;
  /** Whether it may be given several times; what is parsed of each is then put into one list. */
  readonly isRepeatable?: boolean;
  readonly parse: (text: string) => T;
}

/** A switch that is off until named. */
export function flag(doc: string): Option<boolean> {
  return { placeholder: null, doc, fallback: false, parse: () => true };
}

/** A free text. */
export function text<F extends string | null>(
  placeholder: string,
  doc: string,
  fallback: F,
): Option<string | F> {
  return { placeholder, doc, fallback, parse: (given) => given };
}

/** Values of one kind, as often as it is given; none without. */
export function several<T>(
  placeholder: string,
  doc: string,
  parse: (given: string) => readonly T[],
): Option<readonly T[]> {
  return { placeholder, doc, fallback: [], isRepeatable: true, parse };
}

/** One of a few words. */
export function choice<W extends string, F extends W | null>(
  words: readonly W[],
  doc: string,
  fallback: F,
): Option<W | F> {
  const parse = (given: string) => {
    const word = words.find((candidate) => candidate === given);
    if (word === undefined) throw new UsageError(`takes one of ${words.join(", ")}`);
    return word;
  };
  return { placeholder: words.join("|"), doc, fallback, parse };
}

/** A whole number within bounds. */
export function integer<F extends number | null>(
  placeholder: string,
  doc: string,
  fallback: F,
  { min = 0, max = Number.MAX_SAFE_INTEGER }: { min?: number; max?: number } = {},
): Option<number | F> {
  const parse = (given: string) => {
    const number = Number(given);
    if (!/^-?\d+$/.test(given) || number < min || number > max) {
      throw new UsageError(`takes a whole number from ${min} to ${max}, not "${given}"`);
    }
    return number;
  };
  return { placeholder, doc, fallback, parse };
}

/** A share from 0 to 1. */
export function ratio(doc: string, fallback: number): Option<number> {
  const parse = (given: string) => {
    const number = Number(given);
    if (given.trim() === "" || !(number >= 0 && number <= 1)) {
      throw new UsageError(`takes a number from 0 to 1, not "${given}"`);
    }
    return number;
  };
  return { placeholder: "RATIO", doc, fallback, parse };
}
