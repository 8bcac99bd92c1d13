import { AssertionError, suffix } from "./assertion_error.ts";
import { inspect } from "./inspect.ts";

function requireOrder(holds: boolean, claim: string, msg?: string): void {
  if (!holds) throw new AssertionError(msg ?? `Expect ${claim}`);
}

/** Throws unless `actual` is greater than `expected`. */
export function assertGreater<T>(actual: T, expected: T, msg?: string): void {
  requireOrder(actual > expected, `${inspect(actual)} > ${inspect(expected)}`, msg);
}

/** Throws unless `actual` is greater than or equal to `expected`. */
export function assertGreaterOrEqual<T>(actual: T, expected: T, msg?: string): void {
  requireOrder(actual >= expected, `${inspect(actual)} >= ${inspect(expected)}`, msg);
}

/** Throws unless `actual` is less than `expected`. */
export function assertLess<T>(actual: T, expected: T, msg?: string): void {
  requireOrder(actual < expected, `${inspect(actual)} < ${inspect(expected)}`, msg);
}

/** Throws unless `actual` is less than or equal to `expected`. */
export function assertLessOrEqual<T>(actual: T, expected: T, msg?: string): void {
  requireOrder(actual <= expected, `${inspect(actual)} <= ${inspect(expected)}`, msg);
}

/** Throws unless the numbers are within `tolerance`, by default 1e-7 of the expected value. */
export function assertAlmostEquals(
  actual: number,
  expected: number,
  tolerance?: number,
  msg?: string,
): void {
  const delta = Math.abs(expected - actual);
  const limit = tolerance ?? (Number.isFinite(expected) ? Math.abs(expected * 1e-7) : 1e-7);
  if (Object.is(actual, expected) || delta <= limit) return;
  throw new AssertionError(
    `Expected actual: "${show(actual)}" to be close to "${show(expected)}": ` +
      `delta "${show(delta)}" is greater than "${show(limit)}"${suffix(msg)}`,
  );
}

function show(value: number): string {
  return Number.isInteger(value) ? String(value) : value.toExponential();
}
