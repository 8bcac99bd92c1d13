import type { RecordTime } from "./record_time.ts";

/** A tumbling window size: its ISO 8601 duration as configured, and its length. */
export interface WindowSize {
  readonly text: string;
  readonly sizeMs: number;
}

/** A window from start (inclusive) to end (exclusive), milliseconds since the epoch. */
export interface Window {
  readonly startMs: number;
  readonly endMs: number;
}

/** The number of the window that an event falls in; windows are numbered from the epoch. */
export function windowIdOf(eventMs: number, sizeMs: number): number {
  return Math.floor(eventMs / sizeMs);
}

/** The window with a number. */
export function windowOf(id: number, sizeMs: number): Window {
  return { startMs: id * sizeMs, endMs: (id + 1) * sizeMs };
}

/** The window that an event falls in. */
export function windowAt(eventMs: number, sizeMs: number): Window {
  return windowOf(windowIdOf(eventMs, sizeMs), sizeMs);
}

/** Whether a window has expired: stream time has passed its end by the retention. */
export function isExpired(endMs: number, streamTimeMs: number, retentionMs: number): boolean {
  return endMs + retentionMs <= streamTimeMs;
}

/**
 * Stream time after an event: the latest event time so far. It depends on the data alone, not on a
 * clock.
 *
 * An event later than its own record's Kafka timestamp moves stream time only up to that timestamp.
 * Otherwise one login dated 9999 would close all current windows for good.
 */
export function advanceStreamTime(
  streamTimeMs: number,
  eventMs: number,
  recordMs: RecordTime,
): number {
  const reachedMs = recordMs < eventMs ? Number(recordMs) : eventMs;
  return reachedMs > streamTimeMs ? reachedMs : streamTimeMs;
}
