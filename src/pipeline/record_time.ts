import type { Header } from "./record.ts";

/**
 * A Kafka timestamp: milliseconds since the epoch, any int64. It is a number up to 2^53 - 1, where
 * numbers are exact, and a bigint beyond. Each time has only one form, so `===`, `<` and `>` work.
 */
export type RecordTime = number | bigint;

/** Kafka's "no timestamp": every topic accepts it, whatever other times it refuses. */
export const noTime: number = -1;

/** The header that keeps the timestamp of a record whose topic refused it, in decimal. */
export const timeHeader = "login-pipeline.timestamp";

/** An int64 as a record's time. */
export function recordTimeOf(int64: bigint): RecordTime {
  const number = Number(int64);
  return Number.isSafeInteger(number) ? number : int64;
}

/** A time as text: ISO 8601 if a Date can hold it, else the number with its unit. */
export function timeText(time: RecordTime): string {
  const date = new Date(Number(time));
  return Number.isNaN(date.getTime()) ? `${time} ms` : date.toISOString();
}

/** The nearest time from 0 to 2^53 - 1, for records that are made of several. */
export function plainTimeOf(time: RecordTime): number {
  if (time < 0) return 0;
  return typeof time === "number" ? time : Number.MAX_SAFE_INTEGER;
}

/** The parts of a record that hold its time. */
export interface Dated {
  readonly timestamp: RecordTime;
  readonly headers: readonly Header[];
}

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** Moves a timestamp that the topic refuses into a header after all others. */
export function undated({ timestamp, headers }: Dated): Dated {
  const header: Header = [timeHeader, encoder.encode(String(timestamp))];
  return { timestamp: noTime, headers: [...headers, header] };
}

/** Undoes {@linkcode undated}; returns other records' time and headers unchanged. */
export function redated({ timestamp, headers }: Dated): Dated {
  const [name, value] = headers.at(-1) ?? [];
  const digits = timestamp === noTime && name === timeHeader && value ? decoder.decode(value) : "";
  if (!/^-?\d{1,19}$/.test(digits)) return { timestamp, headers };
  return { timestamp: recordTimeOf(BigInt(digits)), headers: headers.slice(0, -1) };
}
