import { count, listOf, mapOf, object, orNull, ref, type Schema, text, time } from "./schemas.ts";

/** The schemas of counts and of their history. */
export function countSchemas(): Readonly<Record<string, Schema>> {
  const window = {
    window: orNull(text),
    windowStart: orNull(time),
    windowEnd: orNull(time),
  };
  const localeCount = { locale: text, count, lastLogin: time };
  const ms = orNull(count);
  return {
    LocaleCount: object(localeCount),
    LocaleAnswer: object({ ...localeCount, ...window }),
    Counts: object({
      ...window,
      total: count,
      counts: listOf(ref("LocaleCount")),
      windows: listOf(text),
      starts: listOf(time),
    }),
    ChangedCounts: object({ ...window, total: count, counts: listOf(ref("LocaleCount")) }),
    Sample: object({
      at: time,
      read: count,
      enriched: count,
      filtered: count,
      rejected: count,
      committed: count,
      aborted: count,
      p50Ms: ms,
      p99Ms: ms,
    }),
    History: object({
      stepSeconds: count,
      samples: listOf(ref("Sample")),
      counts: object({
        at: listOf(time),
        locales: listOf(object({ locale: text, counts: listOf(count) })),
      }),
    }),
    Step: object({
      sample: ref("Sample"),
      locales: listOf(object({ locale: text, count })),
    }),
    Snapshot: object({
      status: ref("Status"),
      counts: ref("Counts"),
      windows: mapOf(ref("Counts")),
      history: ref("History"),
    }),
  };
}
