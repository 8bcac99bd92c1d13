import type { Boundary } from "../kafka/boundary.ts";
import type { LogRange } from "../kafka/cluster.ts";
import type { Ranges } from "../kafka/ranges.ts";
import type { RejectionCode } from "../pipeline/rejection.ts";
import type { Place } from "./coordinate.ts";
import type { DeadLetter } from "./letter.ts";

/** Which dead letters are selected: those that match every criterion. */
export interface Selection {
  /** Empty for all, as are `fields` and `places`. */
  readonly causes: readonly RejectionCode[];
  readonly fields: readonly string[];
  readonly places: readonly Place[];
  /** Inclusive. */
  readonly from: Boundary | null;
  /** Exclusive. */
  readonly to: Boundary | null;
}

/** Whether a dead letter is selected. */
export function isSelected(selection: Selection, letter: DeadLetter): boolean {
  const { causes, fields, places, from, to } = selection;
  const { code, field } = letter.rejection;
  return (causes.length === 0 || causes.includes(code)) &&
    (fields.length === 0 || field !== null && fields.includes(field)) &&
    (places.length === 0 || places.some((place) => isAt(place, letter))) &&
    (from === null || !isBefore(letter, from)) &&
    (to === null || isBefore(letter, to));
}

/** The ranges that can hold selected dead letters. */
export function narrowed(selection: Selection, logs: Ranges): Ranges {
  const { places, from, to } = selection;
  const ranges = new Map<number, LogRange>();
  for (const [partition, log] of logs) {
    let { start, end } = log;
    if (from !== null && "offset" in from) start = Math.max(start, from.offset);
    if (to !== null && "offset" in to) end = Math.min(end, to.offset);
    if (places.length > 0 && places.every(({ topic }) => topic === null)) {
      const offsets = places.filter((place) => place.partition === partition)
        .map(({ offset }) => offset);
      start = Math.max(start, Math.min(...offsets));
      end = Math.min(end, Math.max(...offsets) + 1);
    }
    if (start < end) ranges.set(partition, { start, end });
  }
  return ranges;
}

function isAt({ topic, partition, offset }: Place, { at, source }: DeadLetter): boolean {
  const candidates = [{ ...at, topic: null }, at, source];
  return candidates.some((where) =>
    where.topic === topic && where.partition === partition && where.offset === offset
  );
}

function isBefore({ at, timestamp }: DeadLetter, bound: Boundary): boolean {
  return "offset" in bound ? at.offset < bound.offset : timestamp < bound.timeMs;
}
