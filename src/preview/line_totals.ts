import type { RejectionCode } from "../pipeline/rejection.ts";
import type { LineFate } from "./line_fate.ts";

/** One row of a summary: the number of lines with a fate, a cause or a locale. */
export type Total =
  | { readonly lines: number }
  | { readonly fate: LineFate["fate"]; readonly lines: number }
  | { readonly code: RejectionCode; readonly lines: number }
  | { readonly locale: string; readonly lines: number };

const topLocales = 10;

/** Adds up the fates of lines. Its memory grows only with the number of locales. */
export class LineTotals {
  readonly #fates = new Map<LineFate["fate"], number>([
    ["enriched", 0],
    ["filtered", 0],
    ["dead letter", 0],
  ]);
  readonly #codes = new Map<RejectionCode, number>();
  readonly #locales = new Map<string, number>();

  /** Counts one line. */
  add(fate: LineFate): void {
    raise(this.#fates, fate.fate);
    if (fate.fate === "dead letter") raise(this.#codes, fate.code);
    if (fate.fate === "enriched") raise(this.#locales, fate.record.locale);
  }

  /** The totals: all lines, each fate, each cause, and the ten locales with the most logins. */
  rows(): Total[] {
    const fates = [...this.#fates].map(([fate, lines]) => ({ fate, lines }));
    const codes = mostFirst(this.#codes).map(([code, lines]) => ({ code, lines }));
    const locales = mostFirst(this.#locales).map(([locale, lines]) => ({ locale, lines }));
    const lines = fates.reduce((sum, total) => sum + total.lines, 0);
    return [{ lines }, ...fates, ...codes, ...locales.slice(0, topLocales)];
  }
}

function raise<K>(counts: Map<K, number>, key: K): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}

function mostFirst<K>(counts: ReadonlyMap<K, number>): [K, number][] {
  return [...counts].sort(([, a], [, b]) => b - a);
}
