import { assertEquals, assertThrows } from "@std/assert";
import type { Room } from "../../../../lint/rooms/room.ts";
import { designParts } from "../../../../tools/docs/design_parts.ts";

const core: Room = { path: "src/core/", job: "the core", imports: [], reason: "it is pure" };
const web: Room = {
  path: "src/web/",
  job: "HTTP",
  imports: ["src/core/", "src/errors.ts", "node:", "*"],
  importsTypesOf: ["src/kafka/"],
  reason: "it only shows",
};
const rooms = [web, core];

function roomOf(file: string): Room | null {
  return rooms.find(({ path }) => file.startsWith(path)) ?? null;
}

Deno.test("designParts() lists each room with its job and what it may import", () => {
  const [map] = designParts(rooms, ["src/web/app.ts", "src/core/a.ts"], roomOf);
  assertEquals(map?.markdown.split("\n").slice(2), [
    "| `src/web/` | HTTP | core, errors.ts, modules of Node, any package; types of kafka |",
    "| `src/core/` | the core | nothing |",
  ]);
});

Deno.test("designParts() refuses a room that has no file", () => {
  assertThrows(
    () => designParts(rooms, ["src/web/app.ts"], roomOf),
    Error,
    "Cannot find a file in src/core/",
  );
});
