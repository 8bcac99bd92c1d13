import type { Admin, Kafka, Producer } from "kafkajs";
import { generate, registeredUserLogin } from "../../src/commands/generate.ts";
import type { Mixture } from "../../src/generator/login_stream.ts";
import { errorType } from "../../src/kafka/access/error_type.ts";
import { ClusterClient } from "../../src/kafka/cluster.ts";
import { kafkaConfig } from "../../src/kafka/connection.ts";
import { loadKafkajs } from "../../src/kafka/kafkajs.ts";
import { quietLog } from "../../src/kafka/quiet_log.ts";
import { createTopics, type TopicPlan } from "../../src/kafka/topics.ts";
import { groupIdOf, type TopicNames, topicNames } from "../../src/names.ts";
import type { WriterSchema } from "../../src/pipeline/encode.ts";
import { RegistryClient } from "../../src/registry/client.ts";
import { planRegistration, register } from "../../src/registry/registration.ts";
import { subjectsOf } from "../../src/registry/subjects.ts";
import { type Config, readConfig } from "../../src/settings/config.ts";
import { kafkaSettings, registrySettings } from "../../src/setup/connections.ts";
import { topicPlans } from "../../src/setup/topic_plans.ts";
import { groupLag, logEnds } from "./group_lag.ts";
import { inputMessage, type InputValue } from "./input_value.ts";
import type { StackAddress } from "./integration.ts";
import { frame } from "./logins.ts";
import { ProcessorProcess } from "./processor_process.ts";
import { until } from "./until.ts";

/** The special properties of a test's environment. */
export interface SceneOptions {
  readonly partitions?: number;
  /** Copies of each topic; one by default. */
  readonly replicas?: number;
  /** Settings of the processor that differ from the usual ones. */
  readonly env?: Readonly<Record<string, string>>;
  /** A copy of the project in which processors are started instead. */
  readonly directory?: string;
}

type Environment = Readonly<Record<string, string>>;

/** The topics, schemas, application id and processors of one test. */
export class Scene implements AsyncDisposable {
  readonly stack: StackAddress;
  readonly env: Environment;
  readonly config: Config;
  readonly topics: TopicNames;
  readonly kafka: Kafka;
  readonly admin: Admin;
  readonly producer: Producer;
  readonly userLogin: WriterSchema;
  readonly directory: string | undefined;
  readonly #cluster: ClusterClient;
  readonly #processors: ProcessorProcess[] = [];

  constructor(parts: Pick<Scene, SceneParts>, cluster: ClusterClient) {
    this.stack = parts.stack;
    this.env = parts.env;
    this.config = parts.config;
    this.topics = topicNames(parts.config);
    this.kafka = parts.kafka;
    this.admin = parts.admin;
    this.producer = parts.producer;
    this.userLogin = parts.userLogin;
    this.#cluster = cluster;
    this.directory = parts.directory;
  }

  /** All processors that were started, including those that have ended. */
  get processors(): readonly ProcessorProcess[] {
    return this.#processors;
  }

  /** Starts a processor, which may read files beside its CA; it is killed at the end of the test. */
  start(env: Environment = {}): ProcessorProcess {
    const readable = env["KAFKA_TLS_CA_FILE"]?.replace(/\/[^/]*$/, "");
    const processor = new ProcessorProcess({ ...this.env, ...env }, this.directory, readable);
    this.#processors.push(processor);
    return processor;
  }

  /** Starts a processor and waits until it has joined both groups. */
  async started(env: Environment = {}): Promise<ProcessorProcess> {
    const processor = this.start(env);
    await processor.joined();
    return processor;
  }

  /** Sends values to the input topic, in order. */
  async produce(...values: readonly InputValue[]): Promise<void> {
    const messages = values.map(inputMessage);
    await this.producer.send({ topic: this.topics.input, messages, acks: -1 });
  }

  /**
   * Adds partitions to topics. kafkajs caches a topic's metadata for five minutes, so the clients of
   * this scene are replaced. Otherwise, unknown partitions would seem to be processed, or empty.
   */
  async addPartitions(count: number, ...topics: readonly string[]): Promise<void> {
    await this.admin.createPartitions({
      topicPartitions: topics.map((topic) => ({ topic, count })),
    });
    await until("the new partitions have leaders", async () => {
      const { topics: found } = await this.admin.fetchTopicMetadata({ topics: [...topics] });
      return found.every(({ partitions }) =>
        partitions.length === count && partitions.every(({ leader }) => leader >= 0)
      );
    });
    for (const client of [this.admin, this.producer]) {
      await client.disconnect();
      await client.connect();
    }
  }

  /** A login as an Avro frame with the registered schema. */
  avro(fields: object): Uint8Array {
    return frame(this.userLogin.id, this.userLogin.type.toBuffer(fields));
  }

  /** Sends logins as `deno task generate` does: JSON and Avro, valid and invalid. */
  async generate(count: number, rate = 0, mixture: Partial<Mixture> = {}): Promise<void> {
    const whole = { seed: count, avroRatio: 0.5, badRatio: 0.05, ...mixture };
    const pace = { count, rate };
    await generate(this.kafka, this.config, whole, this.userLogin, pace, () => {});
  }

  /** Waits until both stages have committed everything; the process must stay alive meanwhile. */
  async processed(timeoutMs = 90_000): Promise<void> {
    await until("everything is processed", async () => {
      if (this.#processors.every(({ hasEnded }) => hasEnded)) {
        throw new Error("no processor is left to process the rest");
      }
      return await this.#isDrained();
    }, timeoutMs);
  }

  /** Waits until everything is committed, by any process. */
  async drained(): Promise<void> {
    await until("everything is committed", () => this.#isDrained());
  }

  /** How many offsets of its input a stage has not committed. */
  async lag(stage: "enrich" | "count"): Promise<number> {
    const topic = stage === "enrich" ? this.topics.input : this.topics.deltas;
    const groupId = groupIdOf(this.config.appId, stage);
    return await groupLag(this.admin, this.#cluster, groupId, topic);
  }

  /** The offset after the last record of each partition, decided or not. */
  async ends(topic: string): Promise<ReadonlyMap<number, number>> {
    return await logEnds(this.admin, this.#cluster, topic);
  }

  /** The ends of all logs, for a failed test. */
  logTails(): string {
    return this.#processors.map((processor) => processor.logTail()).join("\n");
  }

  async #isDrained(): Promise<boolean> {
    return await this.lag("enrich") === 0 && await this.lag("count") === 0;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.#processors.map((processor) => processor.murder()));
    const clients = [this.admin, this.producer, this.#cluster];
    await Promise.all(clients.map((client) => client.disconnect()));
  }
}

type SceneParts =
  | "stack"
  | "env"
  | "config"
  | "kafka"
  | "admin"
  | "producer"
  | "userLogin"
  | "directory";

/** Creates topics and registers schemas for one test, and connects to them. */
export async function openScene(stack: StackAddress, options: SceneOptions): Promise<Scene> {
  const env = { ...environment(stack), ...options.env };
  const config = readConfig({
    env: (name) => (env as Environment)[name],
    readTextFile: () => "",
  });
  const { Kafka } = await loadKafkajs();
  const settings = kafkaSettings(config, quietLog);
  const kafka = new Kafka(kafkaConfig(settings));
  const admin = kafka.admin();
  const producer = kafka.producer({ idempotent: true, maxInFlightRequests: 1 });
  await Promise.all([admin.connect(), producer.connect(), registerSchemas(config)]);
  const { partitions = 4, replicas = 1, directory } = options;
  await createAll(admin, topicPlans(topicNames(config), partitions), replicas);
  const userLogin = await registeredUserLogin(config);
  const cluster = await ClusterClient.connect(settings);
  const parts = { stack, env, config, kafka, admin, producer, userLogin, directory };
  return new Scene(parts, cluster);
}

function environment({ brokers, registryUrl }: StackAddress) {
  const id = crypto.randomUUID().slice(0, 8);
  return {
    KAFKA_BROKERS: brokers,
    SCHEMA_REGISTRY_URL: registryUrl,
    INPUT_TOPIC: `user-login-${id}`,
    OUTPUT_TOPIC: `processed-data-topic-${id}`,
    DLQ_TOPIC: `user-login-dlq-${id}`,
    APP_ID: `login-pipeline-${id}`,
    HTTP_PORT: "0",
    // One member per process by default, so that a test knows which one it kills or stops.
    WORKERS: "1",
    SESSION_TIMEOUT_MS: "6000",
    LOG_INTERVAL_SECONDS: "1",
    // The registry of the tests has no replica that could lag, unless a test is about one.
    SCHEMA_NOT_FOUND_SECONDS: "0",
  };
}

/** kafkajs gives up if the broker that it asks does not know a new topic yet. */
async function createAll(admin: Admin, plans: TopicPlan[], replicas: number): Promise<void> {
  const isTooEarly = (error: unknown) => errorType(error) === "UNKNOWN_TOPIC_OR_PARTITION";
  await createTopics(admin, plans, replicas).catch((error) => {
    if (!isTooEarly(error)) throw error;
  });
  const topics = plans.map(({ topic }) => topic);
  await until("the new topics are known", async () => {
    return await admin.fetchTopicMetadata({ topics }).then(() => true, (error) => {
      if (isTooEarly(error)) return false;
      throw error;
    });
  });
}

async function registerSchemas(config: Config): Promise<void> {
  const registry = new RegistryClient(registrySettings(config));
  const subjects = Object.values(subjectsOf(topicNames(config)));
  await register(registry, await planRegistration(registry, subjects));
}
