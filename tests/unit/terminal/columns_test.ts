import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { cutTo, widthOf } from "../../../src/terminal/columns.ts";
import { visible } from "../../../src/visible.ts";

const text = fc.string({ unit: "binary", maxLength: 40 });

Deno.test("a text is truncated to its columns; wide and combined characters count by their width", () => {
  assertEquals(cutTo("short", 5), "short");
  assertEquals(cutTo("longer", 5), "long…");
  assertEquals(cutTo("東京都", 5), "東京…");
  assertEquals(cutTo("e\u0301e\u0301e\u0301", 3), "e\u0301e\u0301e\u0301");
  assertEquals(cutTo("x".repeat(3_000), 20).length, 20);
  fc.assert(fc.property(text, fc.integer({ min: 1, max: 30 }), (text, columns) => {
    assert(widthOf(cutTo(visible(text), columns)) <= columns);
  }));
});
