import { causeNames, isOurs } from "../pipeline/cause_headers.ts";
import { type LoginField, loginFields } from "../pipeline/login_fields.ts";
import type { Header, InputRecord } from "../pipeline/record.ts";
import { type RecordTime, redated } from "../pipeline/record_time.ts";
import { Rejection, rejectionCodes } from "../pipeline/rejection.ts";
import type { Coordinate } from "./coordinate.ts";

/** A record of the dead-letter topic: the rejected record, the cause and the source. */
export interface DeadLetter {
  /** Its coordinates in the dead-letter topic. */
  readonly at: Coordinate;
  readonly source: Coordinate;
  readonly rejection: Rejection;
  readonly record: InputRecord;
  /** The Kafka timestamp of the source record, even if the dead letter could not keep it. */
  readonly timestamp: RecordTime;
  /** The headers of the source record. */
  readonly originalHeaders: readonly Header[];
}

const text = new TextDecoder();

/** Reads a dead letter of this pipeline; null for a record of another program. */
export function readLetter(
  topic: string,
  partition: number,
  record: InputRecord,
): DeadLetter | null {
  const { headers } = record;
  // The last headers are ours: the record may have been a dead letter of another program before.
  const start = headers.findLastIndex((_, at) => isOurs(headers, at));
  if (start === -1) return null;
  const [sourceTopic = "", sourcePartition, offset, code, message = ""] = headers
    .slice(start, start + causeNames.length)
    .map(([, value]) => value === null ? "" : text.decode(value));
  const known = rejectionCodes.find((candidate) => candidate === code);
  if (known === undefined || !isWhole(sourcePartition) || !isWhole(offset)) return null;
  return {
    at: { topic, partition, offset: record.offset },
    source: { topic: sourceTopic, partition: Number(sourcePartition), offset: Number(offset) },
    rejection: new Rejection(known, fieldIn(message)),
    record,
    timestamp: redated(record).timestamp,
    originalHeaders: headers.slice(0, start),
  };
}

function isWhole(text: string | undefined): text is string {
  return text !== undefined && /^\d{1,15}$/.test(text);
}

/** A message begins with its field if it has one. */
function fieldIn(message: string): LoginField | null {
  return loginFields.find((field) => message.startsWith(`${field}: `)) ?? null;
}
