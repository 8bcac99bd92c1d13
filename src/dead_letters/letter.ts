import type { Header, InputRecord } from "../pipeline/record.ts";
import { type LoginField, loginFields, Rejection, rejectionCodes } from "../pipeline/rejection.ts";
import type { Coordinate } from "./coordinate.ts";

/** A record of the dead-letter topic, read back: what was refused, why, and where it stood. */
export interface DeadLetter {
  /** Where it stands in the dead-letter topic. */
  readonly at: Coordinate;
  readonly source: Coordinate;
  readonly rejection: Rejection;
  readonly record: InputRecord;
  /** The headers of the record that was refused. */
  readonly originalHeaders: readonly Header[];
}

const causeHeaders = [
  "__streams.errors.topic",
  "__streams.errors.partition",
  "__streams.errors.offset",
  "__streams.errors.exception",
  "__streams.errors.message",
] as const;

const text = new TextDecoder();

/** Reads a dead letter of this program; null for what somebody else wrote to the topic. */
export function readLetter(
  topic: string,
  partition: number,
  record: InputRecord,
): DeadLetter | null {
  const { headers } = record;
  // The last ones are ours: a record may have been a dead letter of something else before.
  const start = headers.findLastIndex((_, at) => isCause(headers, at));
  if (start === -1) return null;
  const [sourceTopic = "", sourcePartition, offset, code, message = ""] = headers
    .slice(start, start + causeHeaders.length)
    .map(([, value]) => value === null ? "" : text.decode(value));
  const known = rejectionCodes.find((candidate) => candidate === code);
  if (known === undefined || !isWhole(sourcePartition) || !isWhole(offset)) return null;
  return {
    at: { topic, partition, offset: record.offset },
    source: { topic: sourceTopic, partition: Number(sourcePartition), offset: Number(offset) },
    rejection: new Rejection(known, fieldIn(message)),
    record,
    originalHeaders: headers.slice(0, start),
  };
}

function isCause(headers: readonly Header[], start: number): boolean {
  return causeHeaders.every((name, i) => headers[start + i]?.[0] === name);
}

function isWhole(text: string | undefined): text is string {
  return text !== undefined && /^\d{1,15}$/.test(text);
}

/** A message begins with its field, where it has one. */
function fieldIn(message: string): LoginField | null {
  return loginFields.find((field) => message.startsWith(`${field}: `)) ?? null;
}
