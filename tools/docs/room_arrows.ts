import { FatalError } from "../../src/errors.ts";
import { circleOf, type Import } from "./imports.ts";

/** An import of one room by another, as paths in lint/rooms. */
export interface RoomArrow {
  readonly from: string;
  readonly to: string;
  /** Whether all imports between the two are type imports. */
  readonly isType: boolean;
}

/**
 * The imports between rooms, each pair of rooms once. Throws for a circle of files in src, and for a
 * room that imports one above it in the order of the rooms.
 */
export function roomArrows(
  imports: readonly Import[],
  order: readonly string[],
  roomOf: (file: string) => { readonly path: string } | null,
): RoomArrow[] {
  const circle = circleOf(imports.filter(({ from }) => from.startsWith("src/")));
  if (circle !== null) {
    const action = "move what two of them share into a file of its own";
    throw new FatalError(`Files import each other in a circle: ${circle.join(" → ")}`, action);
  }
  const arrows = arrowsBetween(imports, roomOf);
  const upward = arrows.filter(({ from, to }) => order.indexOf(from) > order.indexOf(to));
  if (upward.length > 0) {
    const named = upward.map(({ from, to }) => `${from} → ${to}`).join(", ");
    const action = "move the code, or change the order of the rooms in lint/rooms";
    throw new FatalError(`Rooms import rooms that stand above them: ${named}`, action);
  }
  return arrows;
}

function arrowsBetween(
  imports: readonly Import[],
  roomOf: (file: string) => { readonly path: string } | null,
): RoomArrow[] {
  const arrows = new Map<string, RoomArrow>();
  for (const { from: importer, to: imported, isType } of imports) {
    const [from, to] = [roomOf(importer)?.path, roomOf(imported)?.path];
    if (from === undefined || to === undefined || from === to) continue;
    const key = `${from} ${to}`;
    arrows.set(key, { from, to, isType: isType && (arrows.get(key)?.isType ?? true) });
  }
  return [...arrows.values()];
}
