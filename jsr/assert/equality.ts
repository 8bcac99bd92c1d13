import { AssertionError, suffix } from "./assertion_error.ts";
import { describeDifference } from "./difference.ts";
import { equal } from "./equal.ts";
import { inspect } from "./inspect.ts";

/** Throws, showing the difference line by line, unless the values are deeply equal. */
export function assertEquals<T>(actual: T, expected: T, msg?: string): void {
  if (equal(actual, expected)) return;
  throw new AssertionError(
    `Values are not equal${suffix(msg)}\n${describeDifference(actual, expected)}`,
  );
}

/** Throws when the values are deeply equal. */
export function assertNotEquals<T>(actual: T, expected: T, msg?: string): void {
  if (!equal(actual, expected)) return;
  throw new AssertionError(
    `Expected actual: ${inspect(actual)} not to be: ${inspect(expected)}${suffix(msg)}`,
  );
}

/** Throws unless the values are the same by `Object.is`. */
export function assertStrictEquals<T>(
  actual: unknown,
  expected: T,
  msg?: string,
): asserts actual is T {
  if (Object.is(actual, expected)) return;
  const text = inspect(actual);
  if (text === inspect(expected)) {
    throw new AssertionError(
      `Values have the same structure but are not reference-equal${suffix(msg)}\n\n` +
        `${text.replaceAll(/^/gm, "    ")}\n`,
    );
  }
  throw new AssertionError(
    `Values are not strictly equal${suffix(msg)}\n${describeDifference(actual, expected)}`,
  );
}
