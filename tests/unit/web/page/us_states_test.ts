import { assertEquals } from "@std/assert";
import { gridColumns, stateName, stateTiles } from "../../../../src/web/page/us_states.js";

Deno.test("the grid has a tile for each of the 50 states and the District of Columbia", () => {
  const tiles = stateTiles();
  assertEquals(tiles.length, 51);
  assertEquals(new Set(tiles.map(({ code }) => code)).size, 51);
  assertEquals(new Set(tiles.map(({ row, column }) => `${row}/${column}`)).size, 51);
  assertEquals(Math.max(...tiles.map(({ column }) => column)), gridColumns);
});

Deno.test("a locale that is not a state has no state name", () => {
  assertEquals(stateName("CO"), "Colorado");
  for (const locale of ["co", "unknown", "constructor", ""]) assertEquals(stateName(locale), null);
});
