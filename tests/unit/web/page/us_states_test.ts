import { assertEquals } from "@std/assert";
import { gridColumns, stateName, stateTiles } from "../../../../src/web/page/us_states.js";

Deno.test("fifty states and the District of Columbia have a place each", () => {
  const tiles = stateTiles();
  assertEquals(tiles.length, 51);
  assertEquals(new Set(tiles.map(({ code }) => code)).size, 51);
  assertEquals(new Set(tiles.map(({ row, column }) => `${row}/${column}`)).size, 51);
  assertEquals(Math.max(...tiles.map(({ column }) => column)), gridColumns);
});

Deno.test("what is no state has no name", () => {
  assertEquals(stateName("CO"), "Colorado");
  for (const locale of ["co", "unknown", "constructor", ""]) assertEquals(stateName(locale), null);
});
