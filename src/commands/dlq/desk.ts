import { readLedger, type ReplayedLetters } from "../../dead_letters/replayed_letters.ts";
import { WriterSchemas } from "../../dead_letters/writer_schemas.ts";
import { FatalError } from "../../errors.ts";
import { ClusterClient } from "../../kafka/cluster.ts";
import type { KafkaSettings } from "../../kafka/connection.ts";
import { loadKafkajs } from "../../kafka/kafkajs.ts";
import { quietLog } from "../../kafka/quiet_log.ts";
import { type Ranges, rangesOf } from "../../kafka/ranges.ts";
import { derivedNames, topicNames } from "../../names.ts";
import { RegistryClient } from "../../registry/client.ts";
import { type Config, readConfig } from "../../settings/config.ts";
import { kafkaSettings, registrySettings } from "../../setup/connections.ts";
import { reachingKafka, reachingRegistry } from "../../setup/start_checks.ts";
import { waitFor } from "../../setup/waiting.ts";
import { ruleLines, underWrittenRules, writtenRules } from "../../setup/written_rules.ts";
import { say } from "../../terminal/standard_error.ts";

/** A subcommand of `deno task dlq`. */
export interface Subcommand {
  readonly summary: string;
  readonly run: (words: readonly string[]) => Promise<never>;
}

/** What the dead-letter commands share: connections, topics and the ranges to read. */
export interface Desk {
  readonly config: Config;
  readonly kafka: KafkaSettings;
  readonly cluster: ClusterClient;
  /** The dead-letter topic. */
  readonly topic: string;
  /** The ranges of the topic when the command started. */
  readonly logs: Ranges;
  readonly ledgerTopic: string;
  readonly schemas: WriterSchemas;
}

const timeoutSeconds = 30;

/** Connects while the work runs, and returns its exit code. */
export async function atDesk(work: (desk: Desk) => Promise<number>): Promise<number> {
  const config = readConfig();
  const kafka = kafkaSettings(config, quietLog);
  const topic = config.deadLetterTopic;
  const ledgerTopic = derivedNames(config.appId).replaysTopic;
  await loadKafkajs();
  const patience = { ...reachingKafka(config), timeoutSeconds, report };
  const cluster = await waitFor(patience, () => ClusterClient.connect(kafka));
  try {
    const logs = await rangesOf(cluster, topic);
    if (logs.size === 0) {
      throw new FatalError(
        `Cannot read dead letters: topic ${topic} does not exist`,
        "check DLQ_TOPIC, or run: deno task create-topics",
      );
    }
    const schemas = writerSchemas(config);
    return await work({ config, kafka, cluster, topic, logs, ledgerTopic, schemas });
  } finally {
    await cluster.disconnect();
  }
}

/** The settings that the pipeline now processes logins with: those recorded with its commits. */
export async function judgingConfig({ config, cluster }: Desk): Promise<Config> {
  const { input, deltas } = topicNames(config);
  const counts = await Promise.all([input, deltas].map((name) => cluster.partitionCount(name)));
  if (counts.includes(0)) return config; // nothing was processed yet
  const written = await writtenRules(cluster.positions, config.appId, { input, deltas });
  for (const line of ruleLines(config, written)) report(line);
  return underWrittenRules(config, written);
}

/** The letters replayed so far; none if there is no ledger yet. */
export async function replayedAt(desk: Desk): Promise<ReplayedLetters> {
  const { cluster, ledgerTopic, topic } = desk;
  return await readLedger(cluster, ledgerTopic, await rangesOf(cluster, ledgerTopic), topic);
}

/** Reports progress to standard error, apart from the output. */
export function report(line: string): void {
  say(line);
}

function writerSchemas(config: Config): WriterSchemas {
  const registry = new RegistryClient(registrySettings(config));
  const patience = { ...reachingRegistry(config), timeoutSeconds, report };
  return new WriterSchemas((id) => waitFor(patience, () => registry.schemaOf(id)));
}
