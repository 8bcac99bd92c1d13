import type { InputBatch } from "../../src/pipeline/record.ts";
import { avroType } from "../../src/pipeline/schemas.ts";
import { type PipelineSettings, type TwoStages, twoStages } from "../../src/pipeline/two_stages.ts";
import { LoginSource } from "../login_source.ts";

/** The number of records in one iteration of a core benchmark: divide its time by this. */
export const batchRecords = 1_000;

const schemaIds = { EnrichedLogin: 1, LocaleCount: 2, LocaleDelta: 3 };
const limits = { partitionCount: 4, maxMessageBytes: 1_048_588 };

const settings: PipelineSettings = {
  topics: {
    output: { topic: "output", ...limits },
    deadLetters: { topic: "dead-letters", ...limits },
    deltas: { topic: "deltas", ...limits },
    counts: { topic: "counts", ...limits },
  },
  schemaIds,
  windows: { sizes: [], retentionMs: 0 },
  maxLocales: 10_000,
  maxValueBytes: 1_048_576,
  sha256: () => "",
};

/** Both stages as in production, with the batches below. */
export function coreStages(): TwoStages {
  return twoStages(settings);
}

/** Logins as a fetch returns them. */
export function loginBatch(): InputBatch {
  const source = new LoginSource(limits.partitionCount);
  const records = Array.from({ length: batchRecords }, (_, offset) => {
    const { message: { key, value } } = source.next(1_741_724_761);
    return { offset, timestamp: 1_741_724_761_000, key: key as Buffer, value: value as Buffer };
  }).map((record) => ({ ...record, headers: [] }));
  return { topic: "user-login", partition: 0, records };
}

/** The schema of deltas, and the id under which the count stage finds it. */
export const deltaSchema = { id: schemaIds.LocaleDelta, type: avroType("LocaleDelta") };

/** The schema of counts, and the id under which a restore finds it. */
export const countSchema = { id: schemaIds.LocaleCount, type: avroType("LocaleCount") };
