import { entrances } from "./entrances.ts";
import { groundFloor } from "./ground_floor.ts";
import { kafkaFloor } from "./kafka_floor.ts";
import type { Room } from "./room.ts";
import { workingFloor } from "./working_floor.ts";

/** All rooms, from the top of the house to the ground: a new folder needs its row first. */
export const rooms: readonly Room[] = [
  ...entrances,
  ...workingFloor,
  ...kafkaFloor,
  ...groundFloor,
];

/** The room that a file lies in: the narrowest one, as a folder may have one within; null without. */
export function roomOf(path: string): Room | null {
  const around = rooms.filter((room) => isWithin(path, room.path));
  return around.toSorted((a, b) => b.path.length - a.path.length)[0] ?? null;
}

/** Whether a path is a place, or lies in it. */
export function isWithin(path: string, place: string): boolean {
  return place.endsWith("/") ? path.startsWith(place) : path === place;
}
