import { createHash } from "node:crypto";
import type { logCreator } from "kafkajs";
import type { Config } from "../config.ts";
import { ClusterClient } from "../kafka/cluster.ts";
import { kafkaConfig } from "../kafka/connection.ts";
import { loadKafkajs } from "../kafka/kafkajs.ts";
import type { StageEvent } from "../kafka/stage_event.ts";
import { describeTopics, withAdmin } from "../kafka/topics.ts";
import { RegistryClient } from "../registry/client.ts";
import { CodecCache } from "../registry/codec_cache.ts";
import { ownSchemaIds } from "../registry/own_schemas.ts";
import { subjectsOf } from "../registry/subjects.ts";
import { avroType } from "../pipeline/schemas.ts";
import { kafkaSettings } from "./kafka_settings.ts";
import { checkPositions } from "./position_checks.ts";
import type { ProcessorSettings } from "./processor_settings.ts";
import { registrySettings } from "./registry_settings.ts";
import { checkTopics, reachingKafka, reachingRegistry, type Topics } from "./start_checks.ts";
import { topicNames } from "./topic_plans.ts";
import { type Patience, waitFor } from "./waiting.ts";

/** Who listens while a processor is prepared and runs. */
export interface Listeners {
  readonly kafkajsLog: logCreator;
  readonly notify: (event: StageEvent) => void;
  /** Told what is being waited for. */
  readonly report: (line: string) => void;
  readonly signal: AbortSignal;
}

/** Prepares a processor, and refuses positions from which it would spoil the counts. */
export async function prepareProcessor(
  config: Config,
  listeners: Listeners,
): Promise<ProcessorSettings> {
  const settings = await preparePipeline(config, listeners);
  await waitFor(
    { ...patienceOf(config, listeners), ...reachingKafka(config) },
    () => withCluster(settings.kafka, (cluster) => checkPositions(cluster, settings)),
  );
  return settings;
}

/**
 * Waits for Kafka and the registry and checks that all topics and schemas are there; throws
 * FatalError, naming the command that mends it, when something is not.
 */
export async function preparePipeline(
  config: Config,
  listeners: Listeners,
): Promise<ProcessorSettings> {
  const kafka = kafkaSettings(config, listeners.kafkajsLog);
  const registry = new RegistryClient(registrySettings(config));
  const patience = patienceOf(config, listeners);
  const topics = await checkedTopics(config, kafka, patience);
  const ids = await waitFor(
    { ...patience, ...reachingRegistry(config) },
    () => ownSchemaIds(registry.idOf.bind(registry), subjectsOf(topicNames(config))),
  );
  return {
    config,
    kafka,
    topics,
    codecs: codecsKnowing(ids, registry, listeners.notify),
    schemaIds: {
      EnrichedLogin: ids.enrichedLogin,
      LocaleCount: ids.outputCount,
      LocaleDelta: ids.localeDelta,
    },
    sha256: (bytes) => createHash("sha256").update(bytes).digest("hex"),
    notify: listeners.notify,
  };
}

type Asked = Extract<StageEvent, { event: "asked" }>;

function patienceOf(config: Config, { signal, report }: Listeners) {
  return { timeoutSeconds: config.startTimeoutSeconds, signal, report };
}

async function withCluster(
  settings: ProcessorSettings["kafka"],
  ask: (cluster: ClusterClient) => Promise<void>,
): Promise<void> {
  const cluster = await ClusterClient.connect(settings);
  try {
    await ask(cluster);
  } finally {
    await cluster.disconnect();
  }
}

/** Its own schemas the program knows without asking: it needs the registry for the ids alone. */
function codecsKnowing(
  ids: Awaited<ReturnType<typeof ownSchemaIds>>,
  registry: RegistryClient,
  notify: Listeners["notify"],
): CodecCache {
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
  });
  codecs.seed(ids.localeDelta, avroType("LocaleDelta"));
  codecs.seed(ids.outputCount, avroType("LocaleCount"));
  codecs.seed(ids.userLogin, avroType("UserLogin"));
  return codecs;
}

async function checkedTopics(
  config: Config,
  settings: ProcessorSettings["kafka"],
  patience: Pick<Patience, "timeoutSeconds" | "signal" | "report">,
): Promise<Topics> {
  const { Kafka } = await loadKafkajs();
  const kafka = new Kafka(kafkaConfig(settings));
  const names = topicNames(config);
  return await waitFor(
    { ...patience, ...reachingKafka(config) },
    () =>
      withAdmin(
        kafka,
        async (admin) => checkTopics(names, await describeTopics(admin, Object.values(names))),
      ),
  );
}
