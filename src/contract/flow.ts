import { z } from "zod";
import type { Immutable } from "./immutable.ts";
import { count } from "./scalar.ts";

/** Records by what became of them: totals since the start, and rates over the last 10 seconds. */
export const flow = z.strictObject({
  totals: numbers(count),
  perSecond: numbers(z.number().min(0)),
});

/** A total or a rate for each thing that can become of a record. */
export type FlowNumbers = Immutable<z.infer<typeof flow>["totals"]>;

/** What can become of a record, and what the stages write. */
export type FlowKey = keyof FlowNumbers;

function numbers<T extends z.ZodType>(number: T) {
  return z.strictObject({
    read: number,
    enriched: number,
    filtered: number,
    tombstone: number,
    rejected: number,
    late: number,
    logins: number,
    counts: number,
  });
}
