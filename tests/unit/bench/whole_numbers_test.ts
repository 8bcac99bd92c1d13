import { assertEquals, assertThrows } from "@std/assert";
import { wholeNumbers } from "../../../bench/whole_numbers.ts";
import { UsageError } from "../../../src/errors.ts";

const { parse, fallback } = wholeNumbers("rates", [20, 1_000]);

Deno.test("a list of numbers is sorted, lowest first, and has each once", () => {
  assertEquals(parse("500"), [500]);
  assertEquals(parse("5000,500,5000"), [500, 5_000]);
});

Deno.test("a list that is not given is its default", () => {
  assertEquals(fallback, [20, 1_000]);
  assertEquals(wholeNumbers("rates", null).fallback, null);
});

Deno.test("a list with anything but whole numbers above 0 is refused", () => {
  for (const given of ["", "0", "500,", "-1", "1.5", "many"]) {
    assertThrows(() => parse(given), UsageError, "whole numbers above 0");
  }
});
