import { UsageError } from "../errors.ts";
import type { LogRange } from "../kafka/cluster.ts";
import type { Ranges } from "../kafka/ranges.ts";
import type { RejectionCode } from "../pipeline/rejection.ts";
import type { Place } from "./coordinate.ts";
import type { DeadLetter } from "./letter.ts";

/** One end of a range: an offset, in each partition, or a record's Kafka timestamp. */
export type Bound = { readonly offset: number } | { readonly timeMs: number };

/** Which dead letters are meant: those that fit everything that is named. */
export interface Selection {
  /** None for all; so are `fields` and `places`. */
  readonly causes: readonly RejectionCode[];
  readonly fields: readonly string[];
  readonly places: readonly Place[];
  /** Included. */
  readonly from: Bound | null;
  /** Not included. */
  readonly to: Bound | null;
}

/** Reads an offset, or a time as in ISO 8601 (UTC where it names no zone). */
export function parseBound(text: string): Bound {
  if (/^\d{1,15}$/.test(text)) return { offset: Number(text) };
  const isTime = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)?)?$/.test(text);
  const hasZone = !text.includes("T") || /(Z|[+-]\d\d:\d\d)$/.test(text);
  const timeMs = isTime ? Date.parse(hasZone ? text : `${text}Z`) : NaN;
  if (Number.isNaN(timeMs)) {
    throw new UsageError(`takes an offset, or a time such as 2026-07-10T02:00:25Z, not "${text}"`);
  }
  return { timeMs };
}

/** Whether a dead letter is meant. */
export function isSelected(selection: Selection, letter: DeadLetter): boolean {
  const { causes, fields, places, from, to } = selection;
  const { code, field } = letter.rejection;
  return (causes.length === 0 || causes.includes(code)) &&
    (fields.length === 0 || field !== null && fields.includes(field)) &&
    (places.length === 0 || places.some((place) => isAt(place, letter))) &&
    (from === null || !isBefore(letter, from)) &&
    (to === null || isBefore(letter, to));
}

/** The part of a log that has to be read to find all that is meant. */
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

function isBefore({ at, timestamp }: DeadLetter, bound: Bound): boolean {
  return "offset" in bound ? at.offset < bound.offset : timestamp < bound.timeMs;
}
