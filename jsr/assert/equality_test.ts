import {
  assertEquals,
  AssertionError,
  assertNotEquals,
  assertStrictEquals,
  assertThrows,
} from "./mod.ts";

function assertFailure(fn: () => void, lines: readonly string[]): void {
  assertThrows(fn, AssertionError, lines.join("\n"));
}

Deno.test("assertEquals() passes deeply equal values", () => {
  assertEquals({ a: [1, new Map([["b", 2]])] }, { a: [1, new Map([["b", 2]])] });
});

Deno.test("assertEquals() shows what only actual and only expected have", () => {
  assertFailure(() => assertEquals<unknown>({ a: 1, b: 2, c: 3 }, { c: 3, b: "2", a: 1 }), [
    "Values are not equal.",
    "",
    "",
    "    [Diff] Actual / Expected",
    "",
    "",
    "    {",
    "      a: 1,",
    "-     b: 2,",
    '+     b: "2",',
    "      c: 3,",
    "    }",
    "",
  ]);
});

Deno.test("assertEquals() keeps unchanged lines between changes", () => {
  assertFailure(() => assertEquals([1, 2, 3, 4], [2, 3, 5]), [
    "    [",
    "-     1,",
    "      2,",
    "      3,",
    "-     4,",
    "+     5,",
    "    ]",
  ]);
});

Deno.test("assertEquals() compares texts line by line, with invisible characters visible", () => {
  assertFailure(() => assertEquals("a\nb\t\nc", "a\nb\nc"), [
    "    a\\n",
    "-   b\\t\\n",
    "+   b\\n",
    "    c",
  ]);
});

Deno.test("assertEquals() still tells the difference of very long values", () => {
  const numbers = Array.from({ length: 3000 }, (_, index) => index);
  assertFailure(() => assertEquals(numbers, numbers.map((n) => n + 5000)), ["-     2999,", "+   "]);
});

Deno.test("assertEquals() says why in the caller's words", () => {
  assertThrows(() => assertEquals(1, 2, "why"), AssertionError, "Values are not equal: why\n");
});

Deno.test("assertNotEquals() refuses deeply equal values", () => {
  assertNotEquals<unknown>({ a: 1 }, { a: "1" });
  assertThrows(
    () => assertNotEquals([1], [1], "why"),
    AssertionError,
    "Expected actual: [\n  1,\n] not to be: [\n  1,\n]: why",
  );
});

Deno.test("assertStrictEquals() compares by Object.is", () => {
  const value = {};
  assertStrictEquals(value, value);
  assertStrictEquals(NaN, NaN);
  assertThrows(() => assertStrictEquals(0, -0), AssertionError, "Values are not strictly equal.");
  assertThrows(
    () => assertStrictEquals({ a: 1 }, { a: 1 }),
    AssertionError,
    "Values have the same structure but are not reference-equal.\n\n    {\n      a: 1,\n    }\n",
  );
});
