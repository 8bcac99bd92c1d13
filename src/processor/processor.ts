import type { Config } from "../config.ts";
import { type PipelineSettings, type TwoStages, twoStages } from "../pipeline/two_stages.ts";
import { ClusterClient } from "../kafka/cluster.ts";
import { kafkaConfig, type KafkaSettings } from "../kafka/connection.ts";
import { loadKafkajs } from "../kafka/kafkajs.ts";
import type { StageEvent } from "../kafka/stage_event.ts";
import { StageRunner } from "../kafka/stage_runner.ts";
import type { StageSettings } from "../kafka/stage_settings.ts";
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

/** Both stages, running. */
export interface Processor {
  /** Rejects when one of them cannot go on. */
  readonly failure: Promise<never>;
  /** Finishes what is under way, leaves the groups and closes all connections. */
  readonly stop: () => Promise<void>;
}

/** Starts both stages: a function of its settings alone, that touches no signal, file or log. */
export async function startProcessor(settings: ProcessorSettings): Promise<Processor> {
  const { Kafka } = await loadKafkajs();
  const cluster = await ClusterClient.connect(settings.kafka);
  const { topics } = settings;
  const shared = {
    ...sharedSettings(settings),
    kafka: new Kafka(kafkaConfig(settings.kafka)),
    consumerKafka: new Kafka(kafkaConfig(settings.kafka)),
    cluster,
  };
  const { enrich, count } = stagesOf(settings);
  const runners = [
    new StageRunner({ ...shared, stage: enrich, inputTopic: topics.input.topic }),
    new StageRunner({ ...shared, stage: count, inputTopic: topics.deltas.topic }),
  ] as const;
  const stop = async () => {
    const stops = await Promise.allSettled(runners.map((runner) => runner.stop()));
    await cluster.disconnect();
    const failed = stops.find((stop) => stop.status === "rejected");
    if (failed) throw failed.reason;
  };
  try {
    await Promise.all(runners.map((runner) => runner.start()));
  } catch (error) {
    await stop().catch(() => {});
    throw error;
  }
  return { failure: Promise.race(runners.map((runner) => runner.failure)), stop };
}

function sharedSettings({ config, topics, codecs, notify }: ProcessorSettings) {
  return {
    appId: config.appId,
    limits: new Map(Object.values(topics).map((topic) => [topic.topic, topic.maxMessageBytes])),
    fetchBytes: config.fetchBytes,
    sessionTimeoutMs: config.sessionTimeoutMs,
    transactionTimeoutMs: config.transactionTimeoutMs,
    codecsFor: codecs.codecsFor.bind(codecs),
    notify,
  } satisfies Partial<StageSettings<unknown, unknown>>;
}

/** The stages as the settings have them. */
export function stagesOf({ config, topics, schemaIds, sha256 }: ProcessorSettings): TwoStages {
  const { countWindows: sizes, countRetentionMs: retentionMs, maxLocales, maxValueBytes } = config;
  const windows = { sizes, retentionMs };
  return twoStages({ topics, schemaIds, windows, maxLocales, maxValueBytes, sha256 });
}
