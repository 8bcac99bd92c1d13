import { entrances } from "./entrances.ts";
import { groundFloor } from "./ground_floor.ts";
import { kafkaFloor } from "./kafka_floor.ts";
import type { Room } from "./room.ts";
import { workingFloor } from "./working_floor.ts";

/** All rooms, from top to bottom. A new folder needs a row here first. */
export const rooms: readonly Room[] = [
  ...entrances,
  ...workingFloor,
  ...kafkaFloor,
  ...groundFloor,
];

/** The innermost room that contains a file; null if there is none. */
export function roomOf(path: string): Room | null {
  const around = rooms.filter((room) => isWithin(path, room.path));
  return around.toSorted((a, b) => b.path.length - a.path.length)[0] ?? null;
}

/** Whether a path is a room's path, or is inside of it. */
export function isWithin(path: string, roomPath: string): boolean {
  return roomPath.endsWith("/") ? path.startsWith(roomPath) : path === roomPath;
}
