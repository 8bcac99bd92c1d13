import { z } from "zod";
import { flow } from "./flow.ts";
import { healthReport } from "./health.ts";
import type { Immutable } from "./immutable.ts";
import { partitionStatus, stage } from "./partition.ts";
import { count, msOrNull, text, time } from "./scalar.ts";

/** The process that answers. */
export const service = z.strictObject({
  name: text,
  version: text,
  appId: text,
  instance: text,
  startedAt: time,
  now: time,
  workers: count,
});

/** Something that happened to a stage other than a commit: a rebalance, a pause, a recovery. */
export const timelineEntry = z.strictObject({ at: time, stage, event: text, detail: text });

/** A record that was no valid login: its position and what is wrong, but none of its values. */
export const deadLetterNotice = z.strictObject({
  at: time.nullable().describe("the record's timestamp; null outside the years 0 to 9999"),
  topic: text,
  partition: count,
  offset: count,
  cause: text,
  message: text.describe("never contains a value of the record"),
});

/** A schema that the processor reads or writes with. */
export const schemaInUse = z.strictObject({ subject: text, id: count, version: count, name: text });

/** What `/api/status` answers. */
export const status = z.strictObject({
  service,
  health: healthReport,
  topics: z.strictObject({
    input: text,
    output: text,
    deadLetters: text,
    deltas: text,
    counts: text,
  }),
  flow,
  partitions: z.array(partitionStatus),
  transactions: z.strictObject({ committed: count, aborted: count }),
  latencyMs: z.strictObject({ p50: msOrNull, p99: msOrNull }),
  rebalances: z.array(timelineEntry),
  deadLetters: z.strictObject({
    total: count,
    byCause: z.array(z.strictObject({ cause: text, count })),
    newest: z.array(deadLetterNotice).describe("of all processes, newest first"),
  }),
  schemas: z.array(schemaInUse),
});

/** See {@linkcode status}. */
export type Status = Immutable<z.infer<typeof status>>;

/** The name and version of the process that answers, without the time of the answer. */
export type Service = Omit<Status["service"], "now">;

/** See {@linkcode timelineEntry}. */
export type TimelineEntry = Immutable<z.infer<typeof timelineEntry>>;

/** See {@linkcode deadLetterNotice}. */
export type DeadLetterNotice = Immutable<z.infer<typeof deadLetterNotice>>;

/** See {@linkcode schemaInUse}. */
export type SchemaInUse = Immutable<z.infer<typeof schemaInUse>>;
