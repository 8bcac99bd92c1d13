import type { Config } from "../config.ts";
import type { KafkaSettings } from "../kafka/connection.ts";
import type { StageEvent } from "../kafka/stage_event.ts";
import { type PipelineSettings, type TwoStages, twoStages } from "../pipeline/two_stages.ts";
import type { CodecCache } from "../registry/codec_cache.ts";
import type { Topics } from "./start_checks.ts";

/** All that the processor proper is made of. */
export interface ProcessorSettings {
  readonly config: Config;
  readonly kafka: KafkaSettings;
  readonly topics: Topics;
  readonly codecs: CodecCache;
  readonly schemaIds: PipelineSettings["schemaIds"];
  readonly sha256: (bytes: Uint8Array) => string;
  readonly notify: (event: StageEvent) => void;
}

/** The stages as the settings have them. */
export function stagesOf({ config, topics, schemaIds, sha256 }: ProcessorSettings): TwoStages {
  const { countWindows: sizes, countRetentionMs: retentionMs, maxLocales, maxValueBytes } = config;
  const windows = { sizes, retentionMs };
  return twoStages({ topics, schemaIds, windows, maxLocales, maxValueBytes, sha256 });
}
