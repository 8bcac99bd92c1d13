import { z } from "zod";
import type { Immutable } from "./immutable.ts";
import { count, text, time } from "./scalar.ts";

/** The logins of one locale. */
export const localeCount = z.strictObject({
  locale: text,
  count,
  lastLogin: time.describe("the latest event time counted"),
});

/** The window that counts belong to; all null for all time, bounds null before the first window. */
const period = z.strictObject({
  window: text.nullable().describe("its size as an ISO 8601 duration; null for all time"),
  windowStart: time.nullable(),
  windowEnd: time.nullable(),
});

/** What `/api/counts/{locale}` answers. */
export const localeAnswer = z.strictObject({ ...localeCount.shape, ...period.shape });

/** What a `counts` event says: the total of its period, and only the counts that changed. */
export const changedCounts = z.strictObject({
  ...period.shape,
  total: count,
  counts: z.array(localeCount).describe("the largest first"),
});

/** What `/api/counts` answers: all counts of a period, and the periods to choose from. */
export const counts = z.strictObject({
  ...changedCounts.shape,
  windows: z.array(text).describe("the window sizes that are counted"),
  starts: z.array(time).describe("windows of this size that have counts, newest first"),
});

/** See {@linkcode localeCount}. */
export type LocaleCount = Immutable<z.infer<typeof localeCount>>;

/** See {@linkcode localeAnswer}. */
export type LocaleAnswer = Immutable<z.infer<typeof localeAnswer>>;

/** See {@linkcode changedCounts}. */
export type ChangedCounts = Immutable<z.infer<typeof changedCounts>>;

/** See {@linkcode counts}. */
export type Counts = Immutable<z.infer<typeof counts>>;
