import type { Window } from "./window.ts";

const looksWindowed = /@\d{4,}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z(?:\/P\w+)?@*$/;

/**
 * The message key of a count: the locale for all time, `locale@window_start` for a window.
 *
 * Windows of two sizes can have the same start, and compaction would drop one of two counts under
 * one key. So with several sizes, the duration follows the start, as in an ISO 8601 interval. A locale
 * that itself ends like the key of a window gets an `@` appended.
 */
export function countKey(locale: string, window: Window | null, sizeText: string | null): string {
  if (window === null) return looksWindowed.test(locale) ? `${locale}@` : locale;
  const start = new Date(window.startMs).toISOString();
  return sizeText === null ? `${locale}@${start}` : `${locale}@${start}/${sizeText}`;
}
