import { z } from "zod";
import type { Immutable } from "./immutable.ts";
import { count, msOrNull, text, time } from "./scalar.ts";

/** What happened in one step of the history. */
export const sample = z.strictObject({
  at: time.describe("the end of the step"),
  read: count,
  enriched: count,
  filtered: count,
  rejected: count,
  committed: count,
  aborted: count,
  p50Ms: msOrNull,
  p99Ms: msOrNull,
});

/** What `/api/history` answers: the last 15 minutes, oldest first. */
export const history = z.strictObject({
  stepSeconds: count,
  samples: z.array(sample),
  counts: z.strictObject({
    at: z.array(time),
    locales: z.array(z.strictObject({ locale: text, counts: z.array(count) }))
      .describe("the all-time counts of the leading locales, one for each time"),
  }),
});

/** What a `sample` event says: one more step, and the counts of the leading locales at its end. */
export const step = z.strictObject({
  sample,
  locales: z.array(z.strictObject({ locale: text, count })),
});

/** See {@linkcode sample}. */
export type Sample = Immutable<z.infer<typeof sample>>;

/** See {@linkcode history}. */
export type History = Immutable<z.infer<typeof history>>;

/** See {@linkcode step}. */
export type Step = Immutable<z.infer<typeof step>>;
