import { stripVTControlCharacters } from "node:util";

/** The numbers of tests by result. */
export interface TestTotals {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

// "ok | 12 passed (3 steps) | 0 failed | 2 ignored (5s)", the last line of deno test.
const summary = /^(?:ok|FAILED) \| (\d+) passed\D[^|]*\| (\d+) failed(?:[^|]*\| (\d+) ignored)?/gm;

/**
 * Reads the totals from the output of `deno test`. A run that ends badly without a failed test, or
 * without a summary (a type error, a signal), is one failure.
 */
export function testTotals(output: string, success: boolean): TestTotals {
  const last = [...stripVTControlCharacters(output).matchAll(summary)].at(-1);
  const [passed = 0, failed = 0, skipped = 0] = last?.slice(1).map((n) => Number(n ?? 0)) ?? [];
  return { passed, failed: success ? failed : Math.max(failed, 1), skipped };
}

/** The last line of a run with several parts. */
export function totalsLine(parts: readonly TestTotals[]): string {
  const sum = (key: keyof TestTotals) => parts.reduce((total, part) => total + part[key], 0);
  const skipped = sum("skipped");
  return `${sum("passed")} passed, ${sum("failed")} failed` +
    (skipped === 0 ? "" : `, ${skipped} skipped`);
}
