import { assertEquals } from "@std/assert";
import { widthOf } from "../../../src/terminal/columns.ts";
import { tableOf } from "../../../src/terminal/table.ts";

Deno.test("a table aligns its columns, numbers to the right", () => {
  assertEquals(
    tableOf(["name", "id"], [["long name", 7], ["short", 12345], ["none", "-"]]).split("\n"),
    [
      "name       id",
      "long name      7",
      "short      12345",
      "none       -",
    ],
  );
});

Deno.test("a table lets no cell control the terminal or break its row", () => {
  const table = tableOf(["locale", "count"], [["a\x1b[2J\n\u202e", 1]], 80);
  assertEquals(table.split("\n"), [
    "locale                   count",
    "a\\u{1b}[2J\\u{a}\\u{202e}      1",
  ]);
});

Deno.test("a table with a locale of 3,000 characters is no wider than the terminal", () => {
  const rows = [["x".repeat(3_000), 1], ["東京", 22], ["e\u0301", 3]];
  const lines = tableOf(["locale", "count"], rows, 40).split("\n");
  assertEquals(lines.map(widthOf), [40, 40, 40, 40]);
  assertEquals(lines[1], `${"x".repeat(32)}…      1`);
});

Deno.test("a table shrinks its widest columns first and keeps each readable", () => {
  const wide = "x".repeat(100);
  const [heading, row] = tableOf(["a", "b", "c"], [["short", wide, wide]], 60).split("\n");
  assertEquals(heading!.length < 60, true);
  assertEquals(widthOf(row!), 60);
  assertEquals(row!.startsWith("short  x"), true);
  assertEquals(tableOf(["a", "b"], [[wide, wide]], 10).split("\n")[1]!.length, 16 + 2 + 16);
});
