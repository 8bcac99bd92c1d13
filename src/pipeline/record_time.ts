import type { Header } from "./record.ts";

/**
 * Milliseconds since the epoch as Kafka has them, any int64: a number up to 2^53 - 1, where numbers
 * are exact, and a bigint beyond. A time has one form alone, so `===`, `<` and `>` can be trusted.
 */
export type RecordTime = number | bigint;

/** What Kafka takes for "no timestamp": every topic takes it, whatever times it refuses. */
export const noTime: number = -1;

/** The header of a record whose topic refused its timestamp: what it was, in decimal. */
export const timeHeader = "login-pipeline.timestamp";

/** The form that an int64 has as a record's time. */
export function recordTimeOf(int64: bigint): RecordTime {
  const number = Number(int64);
  return Number.isSafeInteger(number) ? number : int64;
}

/** A time for people: ISO 8601 where a Date can hold it, else the number and its unit. */
export function timeText(time: RecordTime): string {
  const date = new Date(Number(time));
  return Number.isNaN(date.getTime()) ? `${time} ms` : date.toISOString();
}

/** The nearest time between 0 and 2^53 - 1, as the records have that are made of many. */
export function plainTimeOf(time: RecordTime): number {
  if (time < 0) return 0;
  return typeof time === "number" ? time : Number.MAX_SAFE_INTEGER;
}

/** What a record carries of its time. */
export interface Dated {
  readonly timestamp: RecordTime;
  readonly headers: readonly Header[];
}

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** What stands for a timestamp that the topic refuses: none, and a header behind all others. */
export function undated({ timestamp, headers }: Dated): Dated {
  const header: Header = [timeHeader, encoder.encode(String(timestamp))];
  return { timestamp: noTime, headers: [...headers, header] };
}

/** What a record had before its topic refused the timestamp; what it has where it did not. */
export function redated({ timestamp, headers }: Dated): Dated {
  const [name, value] = headers.at(-1) ?? [];
  const digits = timestamp === noTime && name === timeHeader && value ? decoder.decode(value) : "";
  if (!/^-?\d{1,19}$/.test(digits)) return { timestamp, headers };
  return { timestamp: recordTimeOf(BigInt(digits)), headers: headers.slice(0, -1) };
}
