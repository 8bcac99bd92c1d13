import { assertEquals } from "@std/assert";
import { brokenTables } from "../../../../tools/docs/broken_tables.ts";

Deno.test("brokenTables() accepts a table with its delimiter row, and bars in code blocks", () => {
  const table = "text\n\n| a | b |\n|---|---|\n| `x \\| y` | 2 |\n\n```sh\n| not | a table\n```\n";
  assertEquals(brokenTables(table), []);
});

Deno.test("brokenTables() finds rows that an empty line has cut off from their table", () => {
  assertEquals(brokenTables("| a |\n| --- |\n| 1 |\n\n| 2 |\n| 3 |\n"), [5]);
});

Deno.test("brokenTables() finds a row with more cells than its table, even if the bar is in code", () => {
  assertEquals(brokenTables("| a |\n| --- |\n| `x | y` |\n"), [3]);
});
