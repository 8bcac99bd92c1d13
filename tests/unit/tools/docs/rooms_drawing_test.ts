import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { roomsDrawing } from "../../../../tools/docs/rooms_drawing.ts";

const rooms = ["src/web/", "src/pipeline/", "src/errors.ts"];
const svg = roomsDrawing(rooms, [
  { from: "src/web/", to: "src/pipeline/", isType: true },
  { from: "src/web/", to: "src/errors.ts", isType: false },
]);

Deno.test("roomsDrawing() names the rooms from top to bottom in their order", () => {
  const labels = [...svg.matchAll(/y="(\d+)" text-anchor="end">([^<]+)</g)];
  assertEquals(labels.map(([, , name]) => name), rooms);
  const heights = labels.map(([, y]) => Number(y));
  assertEquals(heights, heights.toSorted((a, b) => a - b));
});

Deno.test("roomsDrawing() has a dot for each import, hollow for type imports only", () => {
  assertEquals(svg.match(/<circle class="value"/g)?.length, 1);
  assertEquals(svg.match(/<circle class="type"/g)?.length, 1);
});

Deno.test("roomsDrawing() has an arrow down to each imported room, and to no other", () => {
  const down = [...svg.matchAll(/M\d+ (\d+)V(\d+)"/g)];
  assertEquals(down.length, 2);
  for (const [, from, to] of down) assert(Number(to) > Number(from));
  assertEquals(svg.match(/class="head"/g)?.length, 2);
});

Deno.test("roomsDrawing() has colors for a light and for a dark page", () => {
  assertStringIncludes(svg, "prefers-color-scheme: dark");
});
