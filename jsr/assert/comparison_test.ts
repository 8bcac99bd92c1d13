import {
  assertAlmostEquals,
  assertGreater,
  assertGreaterOrEqual,
  AssertionError,
  assertLess,
  assertLessOrEqual,
  assertThrows,
} from "./mod.ts";

Deno.test("order assertions pass when the order holds", () => {
  assertGreater(2, 1);
  assertGreaterOrEqual(1, 1);
  assertLess("a", "b");
  assertLessOrEqual(1n, 1n);
});

Deno.test("order assertions state the claim that does not hold", () => {
  assertThrows(() => assertGreater(1, 1), AssertionError, "Expect 1 > 1");
  assertThrows(() => assertGreaterOrEqual(0, 1), AssertionError, "Expect 0 >= 1");
  assertThrows(() => assertLess(1, 1), AssertionError, "Expect 1 < 1");
  assertThrows(() => assertLessOrEqual(2, 1), AssertionError, "Expect 2 <= 1");
});

Deno.test("an order assertion's own text replaces the claim", () => {
  assertThrows(() => assertLess(2, 1, "why"), AssertionError, "why");
});

Deno.test("assertAlmostEquals() allows 1e-7 of the expected value by default", () => {
  assertAlmostEquals(1.000000001e-8, 1.000000002e-8);
  assertAlmostEquals(NaN, NaN);
  assertAlmostEquals(Infinity, Infinity);
  assertThrows(() => assertAlmostEquals(1e-8, 1e-9), AssertionError, "is greater than");
});

Deno.test("assertAlmostEquals() uses the tolerance that is given", () => {
  assertAlmostEquals(0.1, 0.2, 0.2);
  assertThrows(
    () => assertAlmostEquals(1, 2, 0.5, "why"),
    AssertionError,
    'Expected actual: "1" to be close to "2": delta "1" is greater than "5e-1": why',
  );
});
