import type { Config } from "../config.ts";
import { ClusterClient } from "../kafka/cluster.ts";
import { kafkaConfig, type KafkaSettings } from "../kafka/connection.ts";
import { loadKafkajs } from "../kafka/kafkajs.ts";
import { groupIdOf } from "../kafka/stage_settings.ts";
import { describeTopics, withAdmin } from "../kafka/topics.ts";
import { RegistryClient } from "../registry/client.ts";
import { ownSchemaIds } from "../registry/own_schemas.ts";
import { subjectsOf } from "../registry/subjects.ts";
import { kafkaConnection } from "./kafka_settings.ts";
import { checkPositions } from "./position_checks.ts";
import {
  type Listeners,
  type Preparation,
  type ProcessorSettings,
  processorSettings,
} from "./processor_settings.ts";
import { registrySettings } from "./registry_settings.ts";
import {
  checkTopics,
  reachingKafka,
  reachingRegistry,
  tooOld,
  type Topics,
} from "./start_checks.ts";
import { topicNames } from "./topic_plans.ts";
import { lasting, type Patience, waitFor } from "./waiting.ts";

/** Who listens while a processor is prepared. */
export interface StartListeners extends Pick<Listeners, "kafkajsLog"> {
  /** Told what is being waited for. */
  readonly report: (line: string) => void;
  /** Told what an operator should know of the brokers. */
  readonly warn?: (line: string) => void;
  readonly signal: AbortSignal;
}

/** Prepares a processor, and refuses positions from which it would spoil the counts. */
export async function prepareProcessor(
  config: Config,
  listeners: StartListeners,
): Promise<Preparation> {
  const preparation = await prepare(config, listeners);
  const settings = processorSettings(preparation, { ...listeners, notify: nobody });
  await waitFor(
    { ...patienceOf(config, listeners), ...reachingKafka(config) },
    () =>
      withCluster(settings.kafka, async (cluster) => {
        await checkPositions(cluster, settings);
        const unknown = await cluster.transactions.unknown(groupIdOf(config.appId, "enrich"));
        if (unknown.length > 0) listeners.warn?.(tooOld(unknown));
      }),
  );
  return preparation;
}

/**
 * Waits for Kafka and the registry and checks that all topics and schemas are there; throws
 * FatalError, naming the command that mends it, when something is not.
 */
export async function preparePipeline(
  config: Config,
  listeners: StartListeners,
): Promise<ProcessorSettings> {
  return processorSettings(await prepare(config, listeners), { ...listeners, notify: nobody });
}

async function prepare(config: Config, listeners: StartListeners): Promise<Preparation> {
  const connection = kafkaConnection(config);
  const kafka = { ...connection, logCreator: listeners.kafkajsLog };
  const patience = patienceOf(config, listeners);
  const registry = new RegistryClient(registrySettings(config));
  const ids = waitFor(
    { ...patience, ...reachingRegistry(config) },
    // A replica may not have heard yet of what was registered a moment ago.
    lasting(
      Math.min(config.schemaNotFoundSeconds, config.startTimeoutSeconds) * 1000,
      () => ownSchemaIds(registry.idOf.bind(registry), subjectsOf(topicNames(config))),
    ),
  );
  ids.catch(() => {}); // where both are missing, the topics are told first, as they come first
  const topics = await checkedTopics(config, kafka, patience);
  return { config, connection, topics, schemaIds: await ids };
}

function nobody(): void {} // while a processor is prepared, no stage runs

function patienceOf(config: Config, { signal, report }: StartListeners) {
  return { timeoutSeconds: config.startTimeoutSeconds, signal, report };
}

async function withCluster(
  settings: KafkaSettings,
  ask: (cluster: ClusterClient) => Promise<void>,
): Promise<void> {
  const cluster = await ClusterClient.connect(settings);
  try {
    await ask(cluster);
  } finally {
    await cluster.disconnect();
  }
}

async function checkedTopics(
  config: Config,
  settings: KafkaSettings,
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
