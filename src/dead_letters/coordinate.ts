import { UsageError } from "../errors.ts";

/** The coordinates of a record: topic, partition, offset. */
export interface Coordinate {
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
}

/** Coordinates as given on the command line: those of a dead letter or of its source record. */
export interface Place extends Omit<Coordinate, "topic"> {
  /** Null for the dead-letter topic. */
  readonly topic: string | null;
}

const short = /^(\d{1,9}):(\d{1,15})$/;
const whole = /^([\w.-]+)\/(\d{1,9})\/(\d{1,15})$/;

/** Coordinates as `topic/partition/offset`; the name of a topic has no slash. */
export function coordinateText({ topic, partition, offset }: Coordinate): string {
  return `${topic}/${partition}/${offset}`;
}

/** Reads what {@linkcode coordinateText} writes; null for other texts. */
export function parseCoordinate(text: string): Coordinate | null {
  const [, topic, partition, offset] = text.match(whole) ?? [];
  if (topic === undefined) return null;
  return { topic, partition: Number(partition), offset: Number(offset) };
}

/** Reads `PARTITION:OFFSET`, or `TOPIC/PARTITION/OFFSET`, which may be the source record's. */
export function parsePlace(text: string): Place {
  const [, partition, offset] = text.match(short) ?? [];
  if (partition !== undefined) {
    return { topic: null, partition: Number(partition), offset: Number(offset) };
  }
  const coordinate = parseCoordinate(text);
  if (coordinate !== null) return coordinate;
  throw new UsageError(`takes PARTITION:OFFSET or TOPIC/PARTITION/OFFSET, not "${text}"`);
}
