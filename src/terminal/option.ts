import { UsageError } from "../errors.ts";

/** One option of a command: how its text is parsed, and its default. */
export interface Option<T> {
  /** The name of the value in the help; null for a flag. */
  readonly placeholder: string | null;
  readonly doc: string;
  readonly fallback: T;
  /** Whether it may be given several times. The parsed values then form one list. */
  readonly isRepeatable?: boolean;
  readonly parse: (text: string) => T;
}

/** A switch that is off by default. */
export function flag(doc: string): Option<boolean> {
  return { placeholder: null, doc, fallback: false, parse: () => true };
}

/** An option with any text as its value. */
export function text<F extends string | null>(
  placeholder: string,
  doc: string,
  fallback: F,
): Option<string | F> {
  return { placeholder, doc, fallback, parse: (given) => given };
}

/** An option that may be repeated, with a list as its value, empty by default. */
export function several<T>(
  placeholder: string,
  doc: string,
  parse: (given: string) => readonly T[],
): Option<readonly T[]> {
  return { placeholder, doc, fallback: [], isRepeatable: true, parse };
}

/** An option with one of a few words as its value. */
export function choice<W extends string, F extends W | null>(
  words: readonly W[],
  doc: string,
  fallback: F,
): Option<W | F> {
  const parse = (given: string) => {
    const word = words.find((candidate) => candidate === given);
    if (word === undefined) throw new UsageError(`must be one of ${words.join(", ")}`);
    return word;
  };
  return { placeholder: words.join("|"), doc, fallback, parse };
}

/** An option with a whole number within bounds as its value. */
export function integer<F extends number | null>(
  placeholder: string,
  doc: string,
  fallback: F,
  { min = 0, max = Number.MAX_SAFE_INTEGER }: { min?: number; max?: number } = {},
): Option<number | F> {
  const parse = (given: string) => {
    const number = Number(given);
    if (!/^-?\d+$/.test(given) || number < min || number > max) {
      throw new UsageError(`must be a whole number from ${min} to ${max}, not "${given}"`);
    }
    return number;
  };
  return { placeholder, doc, fallback, parse };
}

/** An option with a number from 0 to 1 as its value. */
export function ratio(doc: string, fallback: number): Option<number> {
  const parse = (given: string) => {
    const number = Number(given);
    if (given.trim() === "" || !(number >= 0 && number <= 1)) {
      throw new UsageError(`must be a number from 0 to 1, not "${given}"`);
    }
    return number;
  };
  return { placeholder: "RATIO", doc, fallback, parse };
}
