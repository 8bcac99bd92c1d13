import type { logCreator } from "kafkajs";
import { createHash } from "node:crypto";
import type { KafkaSettings } from "../kafka/connection.ts";
import { avroType } from "../pipeline/schemas.ts";
import { type PipelineSettings, type TwoStages, twoStages } from "../pipeline/two_stages.ts";
import { RegistryClient } from "../registry/client.ts";
import { CodecCache } from "../registry/codec_cache.ts";
import type { SubjectRole } from "../registry/subjects.ts";
import type { StageEvent } from "../runner/stage_event.ts";
import type { Config } from "../settings/config.ts";
import { registrySettings } from "./connections.ts";
import { rulesOf } from "./rule_settings.ts";
import type { Topics } from "./start_checks.ts";

/** The result of the preparation: plain data that can be sent to a worker. */
export interface Preparation {
  readonly config: Config;
  readonly connection: Omit<KafkaSettings, "logCreator">;
  readonly topics: Topics;
  readonly schemaIds: Readonly<Record<SubjectRole, number>>;
}

/** Callbacks while a processor runs. */
export interface Listeners {
  readonly kafkajsLog: logCreator;
  readonly notify: (event: StageEvent) => void;
}

/** Everything that a processor is built from. */
export interface ProcessorSettings {
  readonly config: Config;
  readonly kafka: KafkaSettings;
  readonly topics: Topics;
  readonly codecs: CodecCache;
  readonly schemaIds: PipelineSettings["schemaIds"];
  readonly notify: (event: StageEvent) => void;
}

/** Adds to a preparation the parts that have to be created in the thread that uses them. */
export function processorSettings(
  { config, connection, topics, schemaIds: ids }: Preparation,
  { kafkajsLog, notify }: Listeners,
): ProcessorSettings {
  return {
    config,
    kafka: { ...connection, logCreator: kafkajsLog },
    topics,
    codecs: codecsKnowing(ids, config, notify),
    schemaIds: {
      EnrichedLogin: ids.enrichedLogin,
      LocaleCount: ids.outputCount,
      LocaleDelta: ids.localeDelta,
    },
    notify,
  };
}

/** What the stages depend on. */
export type StageSettings = Pick<ProcessorSettings, "config" | "topics" | "schemaIds">;

/** Builds the stages from the settings. */
export function stagesOf({ config, topics, schemaIds }: StageSettings): TwoStages {
  const { maxLocales, maxValueBytes, counts: isCounted } = config;
  const windows = { sizes: config.countWindows, retentionMs: config.countRetentionMs };
  return twoStages({
    ...{ topics, schemaIds, sha256, rules: rulesOf(config) },
    ...{ windows, maxLocales, maxValueBytes, isCounted },
  });
}

function sha256(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}

type Asked = Extract<StageEvent, { event: "asked" }>;

/** A codec cache that already knows the program's own schemas, without asking the registry. */
function codecsKnowing(
  ids: Preparation["schemaIds"],
  config: Config,
  notify: Listeners["notify"],
): CodecCache {
  const registry = new RegistryClient(registrySettings(config));
  const tell = (outcome: Asked["outcome"]) => notify({ event: "asked", stage: "enrich", outcome });
  const codecs = new CodecCache({
    schemaOf: async (id) => {
      try {
        const answer = await registry.schemaOf(id);
        tell(answer.status);
        return answer;
      } catch (error) {
        tell("unavailable");
        throw error;
      }
    },
    now: () => performance.now(),
    notFoundMs: config.schemaNotFoundSeconds * 1000,
  });
  codecs.seed(ids.localeDelta, avroType("LocaleDelta"));
  codecs.seed(ids.outputCount, avroType("LocaleCount"));
  codecs.seed(ids.userLogin, avroType("UserLogin"));
  return codecs;
}
