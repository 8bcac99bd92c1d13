import { z } from "zod";
import type { Immutable } from "./immutable.ts";
import { count, text, time } from "./scalar.ts";

/** A stage of the pipeline. */
export const stage = z.enum(["enrich", "count"]);

/** What this process does with a partition that it owns. */
export const taskState = z.enum(["running", "acquiring", "paused", "recovering"]);

/** One input partition of a stage, whichever process owns it. */
export const partitionStatus = z.strictObject({
  stage,
  topic: text,
  partition: count,
  owner: text.nullable().describe("the instance that processes it; null for none"),
  isOurs: z.boolean().describe("the instance that answers owns it"),
  worker: count.nullable(),
  state: z.enum([...taskState.options, "elsewhere", "unowned"]),
  committed: count.nullable().describe("the committed offset; null before the first commit"),
  end: count.nullable().describe("the offset after the last decided record"),
  lag: count.nullable().describe("records between the committed offset and the end"),
  lastCommitAt: time.nullable().describe("known only to the owner"),
});

/** See {@linkcode stage}. */
export type Stage = z.infer<typeof stage>;

/** See {@linkcode taskState}. */
export type TaskState = z.infer<typeof taskState>;

/** See {@linkcode partitionStatus}. */
export type PartitionStatus = Immutable<z.infer<typeof partitionStatus>>;
