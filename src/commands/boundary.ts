import { UsageError } from "../errors.ts";
import type { Boundary } from "../kafka/boundary.ts";
import type { Option } from "../terminal/option.ts";

/** Without the name of a zone, a time is UTC, whatever the zone of the machine is. */
const time = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)?)?$/;
const zone = /Z|[+-]\d\d:\d\d$/;

/** An option that says where a part of a topic begins or ends. */
export function boundary(doc: string): Option<Boundary | null> {
  const placeholder = "OFFSET|TIME";
  return { placeholder, doc: `${doc}; times are UTC`, fallback: null, parse: parseBoundary };
}

/** Reads `1000` as an offset, and `2026-11-23T08:00:00Z` as a time. */
export function parseBoundary(given: string): Boundary {
  if (/^\d{1,15}$/.test(given)) return { offset: Number(given) };
  const isLocal = given.includes("T") && !zone.test(given);
  const timeMs = time.test(given) ? Date.parse(isLocal ? `${given}Z` : given) : NaN;
  if (!Number.isNaN(timeMs)) return { timeMs };
  throw new UsageError(
    `takes an offset or a time such as 2026-11-23T08:00:00Z (UTC without a zone), not "${given}"`,
  );
}
