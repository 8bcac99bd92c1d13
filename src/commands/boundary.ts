import type { Boundary } from "../audit/cut.ts";
import { UsageError } from "../errors.ts";
import type { Option } from "../terminal/option.ts";

/** Where a part of a topic begins or ends. */
export function boundary(doc: string): Option<Boundary | null> {
  return { placeholder: "OFFSET|TIME", doc, fallback: null, parse: parseBoundary };
}

/** Reads `1000` as an offset and `2026-11-23T08:00:00Z` as a time. */
export function parseBoundary(given: string): Boundary {
  if (/^\d{1,15}$/.test(given)) return { offset: Number(given) };
  const timeMs = /^\d{4}-\d\d-\d\d/.test(given) ? Date.parse(given) : NaN;
  if (!Number.isNaN(timeMs)) return { timeMs };
  throw new UsageError(`takes an offset or a time such as 2026-11-23T08:00:00Z, not "${given}"`);
}
