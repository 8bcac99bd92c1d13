import { assertEquals, assertThrows } from "@std/assert";
import { UsageError } from "../../../src/errors.ts";
import { choice, flag, integer, ratio, text } from "../../../src/terminal/option.ts";

Deno.test("a flag option is off by default and takes no value", () => {
  const { placeholder, fallback, parse } = flag("go on");
  assertEquals([placeholder, fallback, parse("")], [null, false, true]);
});

Deno.test("a text option is passed unchanged", () => {
  assertEquals(text("TOPIC", "which", null).parse(" a "), " a ");
});

Deno.test("a choice option lists its words and rejects any other", () => {
  const { placeholder, parse } = choice(["a", "b"], "which", "a");
  assertEquals([placeholder, parse("b")], ["a|b", "b"]);
  for (const given of ["", "A", "ab"]) assertThrows(() => parse(given), UsageError, "one of a, b");
});

Deno.test("an integer option has only digits and is within its bounds", () => {
  const { parse } = integer("N", "how many", 1, { min: -1, max: 100 });
  assertEquals(["-1", "0", "100"].map(parse), [-1, 0, 100]);
  for (const given of ["", "-2", "101", "1.5", "1e1", "0x1", " 1", "one"]) {
    assertThrows(() => parse(given), UsageError, "must be a whole number from -1 to 100");
  }
});

Deno.test("an integer option without bounds is at least 0", () => {
  assertThrows(() => integer("N", "how many", null).parse("-1"), UsageError, "from 0");
});

Deno.test("a ratio option is a number from 0 to 1", () => {
  const { parse } = ratio("share", 0);
  assertEquals(["0", "1", "0.25", ".5", "1e-3"].map(parse), [0, 1, 0.25, 0.5, 0.001]);
  for (const given of ["", " ", "1.1", "-0.1", "half", "NaN", "50%"]) {
    assertThrows(() => parse(given), UsageError, "must be a number from 0 to 1");
  }
});
