import type { WindowSettings } from "./combine.ts";
import { countStage } from "./count_stage.ts";
import type { CountChange, CountState } from "./count_state.ts";
import type { WriterSchema } from "./encode.ts";
import { enrichStage, type EnrichState } from "./enrich_stage.ts";
import type { RuleTexts } from "./rules.ts";
import { avroType, type RecordName } from "./schemas.ts";
import type { Stage, StageName } from "./stage.ts";

/** One topic and its limits. */
export interface Topic {
  readonly topic: string;
  readonly partitionCount: number;
  readonly maxMessageBytes: number;
}

/** All that the pipeline needs to know. */
export interface PipelineSettings {
  readonly topics: Readonly<Record<"output" | "deadLetters" | "deltas" | "counts", Topic>>;
  readonly schemaIds: Readonly<Record<Exclude<RecordName, "UserLogin">, number>>;
  readonly windows: WindowSettings;
  /** How many locales each partition of the deltas counts by name. */
  readonly maxLocales: number;
  readonly maxValueBytes: number;
  /** Whether logins are counted; true without it. */
  readonly isCounted?: boolean;
  /** The settings that each commit records; none without it. */
  readonly rules?: Readonly<Record<StageName, RuleTexts>>;
  readonly sha256: (bytes: Uint8Array) => string;
}

/** The stages in the order in which they process a login. */
export interface TwoStages {
  readonly enrich: Stage<EnrichState, EnrichState>;
  readonly count: Stage<CountState, CountChange>;
}

/**
 * The pipeline:
 *
 *     UserLogin ─▶ enrich ─┬─▶ EnrichedLogin ─▶ output
 *                          ├─▶ unchanged ─────▶ deadLetters
 *                          └─▶ LocaleDelta ───▶ deltas
 *     LocaleDelta ─▶ count ─┬─▶ LocaleCount ──▶ output
 *                           └─▶ LocaleCount ──▶ counts (compacted: the state of the stage)
 */
export function twoStages({ topics, schemaIds, ...settings }: PipelineSettings): TwoStages {
  const { output, deadLetters, deltas, counts } = topics;
  const { windows, maxLocales, maxValueBytes, isCounted = true, rules, sha256 } = settings;
  const writer = (name: keyof typeof schemaIds): WriterSchema => ({
    type: avroType(name),
    id: schemaIds[name],
  });
  const countBytes = [deltas, counts, output].map(({ maxMessageBytes }) => maxMessageBytes);
  return {
    enrich: enrichStage({
      reader: avroType("UserLogin"),
      output,
      enrichedLogin: writer("EnrichedLogin"),
      deadLetters: { ...deadLetters, sha256 },
      deltas: { ...deltas, maxMessageBytes: Math.min(...countBytes) },
      localeDelta: writer("LocaleDelta"),
      windows,
      maxValueBytes,
      isCounted,
      rules: rules?.enrich ?? {},
    }),
    count: countStage({
      reader: avroType("LocaleDelta"),
      output,
      counts,
      localeCount: writer("LocaleCount"),
      windows,
      maxLocales,
      rules: rules?.count ?? {},
    }),
  };
}
