import { assertInstanceOf, AssertionError, assertIsError, assertThrows } from "./mod.ts";

class OwnError extends Error {}

Deno.test("assertInstanceOf() passes instances and says what it found otherwise", () => {
  assertInstanceOf(new OwnError(), Error);
  const cases: readonly [unknown, string][] = [
    [null, 'an instance of "Date" but was "null".'],
    [undefined, 'an instance of "Date" but was "undefined".'],
    [1, 'an instance of "Date" but was "number".'],
    [{}, 'an instance of "Date" but was "Object".'],
    [() => {}, 'an instance of "Date" but was not an instanced object.'],
  ];
  for (const [value, text] of cases) {
    assertThrows(() => assertInstanceOf(value, Date), AssertionError, text);
  }
});

Deno.test("assertIsError() refuses what is no Error", () => {
  assertIsError(new OwnError());
  assertThrows(
    () => assertIsError("text", undefined, undefined, "why"),
    AssertionError,
    'Expected "error" to be an Error object: why',
  );
});

Deno.test("assertIsError() refuses an Error of another class", () => {
  assertIsError(new OwnError(), OwnError);
  assertThrows(
    () => assertIsError(new Error(), OwnError),
    AssertionError,
    'Expected error to be instance of "OwnError", but was "Error".',
  );
});

Deno.test("assertIsError() looks for a text or a pattern in the message, without colours", () => {
  const error = new Error("\x1b[31moffset\x1b[0m 41");
  assertIsError(error, Error, "offset 41");
  assertIsError(error, Error, /^offset \d+$/);
  assertThrows(
    () => assertIsError(new Error("offset"), Error, "lag"),
    AssertionError,
    'Expected error message to include "lag", but got "offset".',
  );
  assertThrows(
    () => assertIsError(new Error("offset"), Error, /lag/),
    AssertionError,
    'Expected error message to include /lag/, but got "offset".',
  );
});
