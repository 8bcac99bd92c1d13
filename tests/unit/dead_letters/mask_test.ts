import { assertEquals } from "@std/assert";
import { masked, quoted } from "../../../src/dead_letters/mask.ts";

Deno.test("masked() shows the kind and size of a value, but no content", () => {
  const cases: readonly (readonly [unknown, string])[] = [
    [undefined, "missing"],
    [null, "null"],
    [true, "boolean"],
    ["", "empty text"],
    ["10.0.0.1", "text of 8 characters: digits, punctuation"],
    ["Ёж 7", "text of 4 characters: letters, digits, spaces"],
    ["a\u0000", "text of 2 characters: letters, control characters"],
    [1720576825, "whole number of 10 digits"],
    [-5, "negative whole number of 1 digits"],
    [0.25, "number with a fraction or an exponent"],
    [1e300, "number with a fraction or an exponent"],
    [["10.0.0.1"], "list of 1"],
    [{ ip: "10.0.0.1", x: 1 }, "object of 2 fields"],
  ];
  for (const [value, text] of cases) assertEquals(masked(value), text);
});

Deno.test("quoted() escapes characters that control a terminal", () => {
  assertEquals(quoted("a\u001b[2J\u009b\u202e\u2066\n"), '"a\\u001b[2J\\u009b\\u202e\\u2066\\n"');
  assertEquals(quoted({ a: [1, null] }), '{"a":[1,null]}');
  assertEquals(quoted(undefined), "missing");
});
