import { kafkaConfig, type KafkaSettings } from "../kafka/connection.ts";
import { loadKafkajs } from "../kafka/kafkajs.ts";
import { describeTopics, withAdmin } from "../kafka/topics.ts";
import { topicNames } from "../names.ts";
import { RegistryClient } from "../registry/client.ts";
import { ownSchemaIds } from "../registry/own_schemas.ts";
import { subjectsOf } from "../registry/subjects.ts";
import type { Config } from "../settings/config.ts";
import { kafkaConnection, registrySettings } from "./connections.ts";
import {
  type Listeners,
  type Preparation,
  type ProcessorSettings,
  processorSettings,
} from "./processor_settings.ts";
import { checkTopics, reachingKafka, reachingRegistry, type Topics } from "./start_checks.ts";
import { lasting, type Patience, waitFor } from "./waiting.ts";

/** Callbacks during the preparation of a processor. */
export interface StartListeners extends Pick<Listeners, "kafkajsLog"> {
  /** Receives what the preparation is waiting for. */
  readonly report: (line: string) => void;
  /** Receives what an operator should know about the brokers. */
  readonly warn?: (line: string) => void;
  readonly signal: AbortSignal;
}

/**
 * Waits for Kafka and the registry and checks that all topics and schemas exist. Throws FatalError
 * that names the command to run when something is missing.
 */
export async function preparePipeline(
  config: Config,
  listeners: StartListeners,
): Promise<ProcessorSettings> {
  return processorSettings(await prepare(config, listeners), { ...listeners, notify: ignoreEvent });
}

/** The same, as plain data that can be sent to a thread. */
export async function prepare(config: Config, listeners: StartListeners): Promise<Preparation> {
  const connection = kafkaConnection(config);
  const kafka = { ...connection, logCreator: listeners.kafkajsLog };
  const patience = patienceOf(config, listeners);
  const registry = new RegistryClient(registrySettings(config));
  const ids = waitFor(
    { ...patience, ...reachingRegistry(config) },
    // A registry replica may lag behind a registration that has just happened.
    lasting(
      Math.min(config.schemaNotFoundSeconds, config.startTimeoutSeconds) * 1000,
      () => ownSchemaIds(registry.idOf.bind(registry), subjectsOf(topicNames(config))),
    ),
  );
  ids.catch(() => {}); // if topics and schemas are both missing, the error names the topics
  const topics = await checkedTopics(config, kafka, patience);
  return { config, connection, topics, schemaIds: await ids };
}

/** Ignores stage events: while a processor is prepared, no stage runs. */
export function ignoreEvent(): void {}

/** How long to wait for a server, and where to report progress. */
export function patienceOf(
  config: Config,
  { signal, report }: StartListeners,
): Omit<Patience, "what" | "action"> {
  return { timeoutSeconds: config.startTimeoutSeconds, signal, report };
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
