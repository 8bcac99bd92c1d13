import type { Admin, Kafka, Producer } from "kafkajs";
import { errorType } from "../src/kafka/access/error_type.ts";
import { ClusterClient } from "../src/kafka/cluster.ts";
import { kafkaConfig } from "../src/kafka/connection.ts";
import { loadKafkajs } from "../src/kafka/kafkajs.ts";
import { quietLog } from "../src/kafka/quiet_log.ts";
import { createTopics, type TopicPlan } from "../src/kafka/topics.ts";
import { topicNames } from "../src/names.ts";
import { schemaTexts } from "../src/pipeline/schemas.ts";
import { RegistryClient } from "../src/registry/client.ts";
import { planRegistration, register } from "../src/registry/registration.ts";
import { subjectsOf } from "../src/registry/subjects.ts";
import { type Config, readConfig } from "../src/settings/config.ts";
import { kafkaSettings, registrySettings } from "../src/setup/connections.ts";
import { topicPlans } from "../src/setup/topic_plans.ts";
import { removeDirectory } from "../src/stack/directory.ts";
import { projectPath } from "../src/stack/project_path.ts";
import { replicationOf, untilListed } from "./brokers.ts";
import type { Job } from "./contestant.ts";
import { loginCountSchema } from "./login_count.ts";
import type { Report } from "./report_line.ts";
import { pause } from "./pause.ts";

/** The addresses of Kafka and the registry. */
export interface Addresses {
  readonly brokers: string;
  readonly registryUrl: string;
}

interface GroundParts {
  readonly addresses: Addresses;
  readonly partitionCount: number;
  readonly kafka: Kafka;
  readonly admin: Admin;
  readonly report: Report;
}

const longestTransactionMs = 900_000; // the most that a broker allows by default
const servedTimeoutMs = 60_000;
const servedPauseMs = 200;
const settlingTypes = new Set([
  "GROUP_LOAD_IN_PROGRESS",
  "GROUP_COORDINATOR_NOT_AVAILABLE",
  "NOT_COORDINATOR_FOR_GROUP",
]);

/** The Kafka that all contestants share, with the means to prepare and watch their work. */
export class Ground implements AsyncDisposable {
  readonly addresses: Addresses;
  readonly admin: Admin;
  /** The number of partitions of every topic. */
  readonly partitionCount: number;
  readonly #kafka: Kafka;
  readonly #report: Report;
  #jobs = 0;

  private constructor({ addresses, partitionCount, kafka, admin, report }: GroundParts) {
    this.addresses = addresses;
    this.partitionCount = partitionCount;
    this.#kafka = kafka;
    this.admin = admin;
    this.#report = report;
  }

  /** Connects; reports what it waits for when it creates topics. */
  static async open(
    addresses: Addresses,
    partitionCount: number,
    report: Report = () => {},
  ): Promise<Ground> {
    const { Kafka } = await loadKafkajs();
    const kafka = new Kafka(kafkaConfig(kafkaSettings(configOf(addresses), quietLog)));
    const admin = kafka.admin();
    await admin.connect();
    await untilListed(admin, addresses.brokers);
    return new Ground({ addresses, partitionCount, kafka, admin, report });
  }

  /** A separate connection, because a waiting fetch blocks all requests behind it. */
  async cluster(): Promise<ClusterClient> {
    return await ClusterClient.connect(kafkaSettings(configOf(this.addresses), quietLog));
  }

  /** An idempotent producer. */
  async producer(): Promise<Producer> {
    const producer = this.#kafka.producer({ idempotent: true, maxInFlightRequests: 1 });
    await producer.connect();
    return producer;
  }

  /**
   * A producer with one transaction at a time. Readers see nothing of it until it commits, and the
   * broker aborts one that is open for longer than any process here takes to start.
   */
  async transactionalProducer(transactionalId: string): Promise<Producer> {
    const one = { idempotent: true, maxInFlightRequests: 1 };
    const producer = this.#kafka.producer({
      ...one,
      transactionalId,
      transactionTimeout: longestTransactionMs,
    });
    await producer.connect();
    return producer;
  }

  /** Creates an input topic. */
  async createInput(topic: string): Promise<void> {
    await this.#create([{ topic, partitionCount: this.partitionCount, isCompacted: false }]);
  }

  /** Creates topics, schemas and a directory for one run of a contestant over an input. */
  async newJob(contestant: string, input: string, isBounded: boolean): Promise<Job> {
    const id = `bench-${++this.#jobs}-${contestant}`;
    const output = `${id}-output`;
    const deadLetters = `${id}-dead-letters`;
    const own = { INPUT_TOPIC: input, OUTPUT_TOPIC: output, DLQ_TOPIC: deadLetters, APP_ID: id };
    const config = configOf(this.addresses, own);
    const names = topicNames(config);
    const plans = topicPlans(names, this.partitionCount).filter(({ topic }) => topic !== input);
    await this.#create(plans);
    const registry = new RegistryClient(registrySettings(config));
    await register(registry, await planRegistration(registry, Object.values(subjectsOf(names))));
    // Subjects as Flink names them. Otherwise its subtasks would register them at the same moment.
    const enriched = [`${output}-value`, schemaTexts.EnrichedLogin, "FULL_TRANSITIVE"] as const;
    // The topic's own subject holds a LocaleCount, and a LoginCount is not compatible with it.
    const count = [`${id}-peer-counts-value`, loginCountSchema, "FULL_TRANSITIVE"] as const;
    const stateDirectory = stateDirectoryOf(id);
    await removeDirectory(stateDirectory);
    await Deno.mkdir(stateDirectory, { recursive: true });
    return {
      ...{ id, ...this.addresses, input, output, deadLetters, counts: names.counts, isBounded },
      enrichedSchemaId: await registry.register(...enriched),
      countSchemaId: await registry.register(...count),
      stateDirectory,
    };
  }

  /** Deletes what a run has created, except its input. */
  async removeJob({ id, stateDirectory }: Job): Promise<void> {
    const topics = (await this.admin.listTopics()).filter((topic) => topic.startsWith(`${id}-`));
    await this.admin.deleteTopics({ topics });
    await removeDirectory(stateDirectory);
  }

  /** How many records of a topic a group has committed; 0 while its coordinator is not available. */
  async committed(groupId: string, topic: string): Promise<number> {
    const answer = await this.admin.fetchOffsets({ groupId, topics: [topic] }).catch((error) => {
      if (isSettling(error)) return [];
      throw error;
    });
    const offsets = answer[0]?.partitions.map(({ offset }) => Math.max(0, Number(offset))) ?? [];
    return offsets.reduce((sum, offset) => sum + offset, 0);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.admin.disconnect();
  }

  async #create(plans: readonly TopicPlan[]): Promise<void> {
    await createTopics(this.admin, plans, replicationOf(this.addresses.brokers));
    for (const { topic } of plans) await this.#untilServed(topic);
  }

  /**
   * When the metadata names a leader for a thousand new partitions, the leader may not know the last
   * ones yet.
   */
  async #untilServed(topic: string): Promise<void> {
    const deadlineMs = performance.now() + servedTimeoutMs;
    while (true) {
      try {
        await this.admin.fetchTopicOffsets(topic);
        return;
      } catch (error) {
        if (performance.now() > deadlineMs) throw error;
        this.#report(`waiting until Kafka serves the partitions of new topics: ${topic}`);
        await pause(servedPauseMs);
      }
    }
  }
}

/** kafkajs gives no type to its error after several failed requests for a group's coordinator. */
function isSettling(error: unknown): boolean {
  const isUnfound = error instanceof Error && error.name === "KafkaJSGroupCoordinatorNotFound";
  return isUnfound || settlingTypes.has(errorType(error) ?? "");
}

function stateDirectoryOf(id: string): string {
  return projectPath(`.stack/bench/runs/${id}`);
}

function configOf(addresses: Addresses, own: Readonly<Record<string, string>> = {}): Config {
  const env: Readonly<Record<string, string>> = {
    KAFKA_BROKERS: addresses.brokers,
    SCHEMA_REGISTRY_URL: addresses.registryUrl,
    ...own,
  };
  return readConfig({ env: (name) => env[name], readTextFile: () => "" });
}
