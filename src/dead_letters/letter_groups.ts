import { type RecordTime, timeText } from "../pipeline/record_time.ts";
import type { Coordinate } from "./coordinate.ts";
import type { DeadLetter } from "./letter.ts";

/** Dead letters with one cause and one field. */
export interface LetterGroup {
  readonly cause: string;
  readonly field: string | null;
  readonly count: number;
  readonly replayedCount: number;
  /** The earliest and the latest Kafka timestamp of the source records. */
  readonly firstSeen: string;
  readonly lastSeen: string;
  /** The coordinates of one of them. */
  readonly sample: Coordinate;
}

interface Tally {
  readonly sample: DeadLetter;
  count: number;
  replayedCount: number;
  first: RecordTime;
  last: RecordTime;
}

/** The name of a dead letter's group: its cause and its field. */
export function groupNameOf({ rejection }: DeadLetter): string {
  return rejection.field === null ? rejection.code : `${rejection.code} ${rejection.field}`;
}

/** Counts dead letters by cause and field; keeps only one of each group in memory. */
export class LetterGroups {
  readonly #tallies = new Map<string, Tally>();

  /** Counts a dead letter. */
  add(letter: DeadLetter, isReplayed: boolean): void {
    const { timestamp } = letter;
    const tally = this.#tallies.get(groupNameOf(letter)) ?? this.#begin(letter);
    tally.count++;
    if (isReplayed) tally.replayedCount++;
    if (timestamp < tally.first) tally.first = timestamp;
    if (timestamp > tally.last) tally.last = timestamp;
  }

  /** The groups, the largest first. */
  groups(): LetterGroup[] {
    return [...this.#tallies.values()].sort((a, b) => b.count - a.count).map((tally) => ({
      cause: tally.sample.rejection.code,
      field: tally.sample.rejection.field,
      count: tally.count,
      replayedCount: tally.replayedCount,
      firstSeen: timeText(tally.first),
      lastSeen: timeText(tally.last),
      sample: tally.sample.at,
    }));
  }

  #begin(letter: DeadLetter): Tally {
    const { timestamp } = letter;
    const tally = { sample: letter, count: 0, replayedCount: 0, first: timestamp, last: timestamp };
    this.#tallies.set(groupNameOf(letter), tally);
    return tally;
  }
}
