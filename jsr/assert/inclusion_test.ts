import {
  assertArrayIncludes,
  AssertionError,
  assertMatch,
  assertStringIncludes,
  assertThrows,
} from "./mod.ts";

Deno.test("assertMatch() refuses a text the pattern does not match", () => {
  assertMatch("partition 7", /^partition \d$/);
  assertThrows(
    () => assertMatch("partition", /\d/, "why"),
    AssertionError,
    'Expected actual: "partition" to match: "/\\d/": why',
  );
});

Deno.test("assertStringIncludes() refuses a text without the part", () => {
  assertStringIncludes("offset 41", "41");
  assertThrows(
    () => assertStringIncludes("offset", "41"),
    AssertionError,
    'Expected actual: "offset" to contain: "41".',
  );
});

Deno.test("assertArrayIncludes() finds deeply equal values, in any order", () => {
  assertArrayIncludes([{ a: 1 }, { b: 2 }, { c: 3 }], [{ c: 3 }, { a: 1 }]);
  assertArrayIncludes([NaN, 0], [NaN]);
  assertArrayIncludes(new Uint8Array([1, 2]), new Uint8Array([2]));
});

Deno.test("assertArrayIncludes() lists what is missing", () => {
  assertThrows(
    () => assertArrayIncludes([1, 2], [2, 3, 4]),
    AssertionError,
    "missing: [\n  3,\n  4,\n]",
  );
});
