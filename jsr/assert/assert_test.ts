import {
  assert,
  assertEquals,
  assertExists,
  AssertionError,
  assertThrows,
  fail,
  unreachable,
} from "./mod.ts";

Deno.test("assert() passes truthy values and throws for falsy ones", () => {
  for (const value of [true, 1, "a", {}, []]) assert(value);
  for (const value of [false, 0, "", null, undefined, NaN]) {
    assertThrows(() => assert(value, "why"), AssertionError, "why");
  }
});

Deno.test("assertExists() refuses only null and undefined", () => {
  for (const value of [0, "", false, NaN]) assertExists(value);
  assertThrows(
    () => assertExists(null),
    AssertionError,
    'Expected actual: "null" to not be null or undefined.',
  );
  assertThrows(
    () => assertExists(undefined, "why"),
    AssertionError,
    'Expected actual: "undefined" to not be null or undefined: why',
  );
});

Deno.test("fail() and unreachable() always throw", () => {
  assertThrows(() => fail(), AssertionError, "Failed assertion.");
  assertThrows(() => fail("why"), AssertionError, "Failed assertion: why");
  assertThrows(() => unreachable(), AssertionError, "Unreachable.");
  assertThrows(() => unreachable("why"), AssertionError, "Unreachable: why");
});

Deno.test("an AssertionError carries its name and cause", () => {
  const error = new AssertionError("text", { cause: "reason" });
  assertEquals([error.name, error.message, error.cause], ["AssertionError", "text", "reason"]);
  assert(error instanceof Error);
});
