import { assertEquals, assertThrows } from "@std/assert";
import { rates } from "../../../bench/rates.ts";
import { UsageError } from "../../../src/errors.ts";

const { parse, fallback } = rates("rates");

Deno.test("rates are measured from the lowest to the highest, each once", () => {
  assertEquals(parse("500"), [500]);
  assertEquals(parse("5000,500,5000"), [500, 5_000]);
  assertEquals(fallback, null);
});

Deno.test("a rate that is no whole number above 0 is refused", () => {
  for (const given of ["", "0", "500,", "-1", "1.5", "many"]) {
    assertThrows(() => parse(given), UsageError, "whole numbers above 0");
  }
});
