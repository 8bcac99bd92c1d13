import { z } from "zod";

/** Any text. */
export const text = z.string();

/** A number of things: whole, and not negative. */
export const count = z.int().min(0);

/** Milliseconds; null while nothing was measured. */
export const msOrNull = count.nullable();

/** ISO 8601 in UTC, to the millisecond. A year beyond 9999 has a sign and six digits. */
export const time = z.string()
  .regex(/^(?:\d{4}|[+-]\d{6})-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
