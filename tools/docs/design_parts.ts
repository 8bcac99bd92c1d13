import type { Room } from "../../lint/rooms/room.ts";
import { type GeneratedPart, markdownTable } from "./generated_part.ts";

const others: Readonly<Record<string, string>> = {
  "node:": "modules of Node",
  "*": "any package",
};

/** The file map of docs/design.md, generated from lint/rooms; throws for a room that has no file. */
export function designParts(
  rooms: readonly Room[],
  files: readonly string[],
  roomOf: (file: string) => Room | null,
): GeneratedPart[] {
  const used = new Set(files.map(roomOf));
  const empty = rooms.filter((room) => !used.has(room)).map(({ path }) => path);
  if (empty.length > 0) throw new Error(`Cannot find a file in ${empty.join(", ")} of lint/rooms`);
  const rows = rooms.map((room) => [`\`${room.path}\``, room.job, importsText(room)]);
  return [{ name: "rooms", markdown: markdownTable(["room", "job", "may import"], rows) }];
}

function importsText({ imports, importsTypesOf = [] }: Room): string {
  const types = importsTypesOf.length === 0 ? [] : [`types of ${named(importsTypesOf)}`];
  const values = imports.length === 0 ? [] : [named(imports)];
  return [...values, ...types].join("; ") || "nothing";
}

function named(paths: readonly string[]): string {
  return paths.map((path) => others[path] ?? path.replace(/^src\/(?=.)|\/$/g, "")).join(", ");
}
