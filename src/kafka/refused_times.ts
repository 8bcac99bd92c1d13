import { type RecordTime, recordTimeOf, timeText } from "../pipeline/record_time.ts";
import type { RefusedBatch } from "./corrections/produce_response.ts";
import type { RecordBatch } from "./send_chunks.ts";

/** The record timestamps that a topic accepts, both bounds included. The bounds move with time. */
export interface TimeRange {
  readonly low: RecordTime;
  readonly high: RecordTime;
}

/** A topic that rejected records for their timestamps, and what it accepts by its leader's clock. */
export interface RefusedTimes {
  readonly topic: string;
  readonly range: TimeRange;
}

/** A send that failed only because of record timestamps. Without those it would succeed. */
export class RefusedTimesError extends Error {
  override readonly name = "RefusedTimesError";
  readonly retriable = false;
  readonly refusals: readonly RefusedTimes[];

  constructor(refusals: readonly RefusedTimes[], cause: unknown) {
    const said = refusals.map(({ topic, range }) =>
      `"${topic}" accepts record timestamps ${rangeText(range)}`
    );
    super(`INVALID_TIMESTAMP: ${said.join("; ")}`, { cause });
    this.refusals = refusals;
  }
}

/** A range as text, without a bound that is out of reach of any date. */
function rangeText({ low, high }: TimeRange): string {
  const isDate = (time: RecordTime) => !Number.isNaN(new Date(Number(time)).getTime());
  const bounds = [
    isDate(low) && `from ${timeText(low)}`,
    isDate(high) && `up to ${timeText(high)}`,
  ];
  return bounds.filter((bound) => bound !== false).join(" ");
}

const invalidTimestamp = 32;
const unknownServerError = -1;

/**
 * The timestamps for which brokers rejected batches of a send; null if a batch was rejected for another
 * reason, or no broker said which timestamps it accepts.
 */
export function refusedTimesOf(
  batches: readonly RefusedBatch[],
  sent: readonly RecordBatch[],
  cause: unknown,
): RefusedTimesError | null {
  const refusals = batches.map((batch) => refusalOf(batch, sent));
  const known = refusals.filter((refusal) => refusal !== null);
  return known.length === 0 || known.length < refusals.length
    ? null
    : new RefusedTimesError(known, cause);
}

function refusalOf(batch: RefusedBatch, sent: readonly RecordBatch[]): RefusedTimes | null {
  const { topic, code } = batch;
  const range = code === invalidTimestamp
    ? rangeIn(batch)
    : code === unknownServerError && hasNegative(batch, sent)
    ? { low: 0, high: Infinity }
    : null;
  return range && { topic, range };
}

/** The range in a broker's error message. A topic's limits are relative to its leader's clock. */
function rangeIn({ records }: Pick<RefusedBatch, "records">): TimeRange | null {
  for (const { message } of records) {
    const [, low, high] = message?.match(/within \[(-?\d{1,19}), (-?\d{1,19})\]/) ?? [];
    if (low === undefined || high === undefined) continue;
    const range = { low: recordTimeOf(BigInt(low)), high: recordTimeOf(BigInt(high)) };
    // Without a limit for the future, the sum of now and the limit overflows.
    return range.high < range.low ? { ...range, high: Infinity } : range;
  }
  return null;
}

// A broker that recompresses fails without explanation at any negative timestamp but -1.
function hasNegative({ topic, partition }: RefusedBatch, sent: readonly RecordBatch[]): boolean {
  return sent.some((batch) =>
    batch.topic === topic && batch.partition === partition &&
    batch.records.some(({ timestamp }) => timestamp < -1)
  );
}
