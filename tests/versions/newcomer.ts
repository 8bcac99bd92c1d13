import type { AuditReport } from "../../src/audit/report.ts";
import { ClusterClient } from "../../src/kafka/cluster.ts";
import { quietLog } from "../../src/kafka/quiet_log.ts";
import { groupIdOf, topicNames } from "../../src/names.ts";
import { type Config, readConfig } from "../../src/settings/config.ts";
import { kafkaSettings } from "../../src/setup/connections.ts";
import { ProcessorProcess } from "../support/processor_process.ts";
import { denoTask } from "../support/program.ts";
import { until } from "../support/until.ts";

type Environment = Readonly<Record<string, string>>;

/** Runs the pipeline on a Kafka only by its commands, like a new user. */
export class Newcomer implements AsyncDisposable {
  readonly env: Environment;
  readonly config: Config;
  readonly #processors: ProcessorProcess[] = [];

  /** Has run nothing yet. */
  constructor(addresses: { readonly brokers: string; readonly registryUrl: string }) {
    const id = crypto.randomUUID().slice(0, 8);
    this.env = {
      KAFKA_BROKERS: addresses.brokers,
      SCHEMA_REGISTRY_URL: addresses.registryUrl,
      INPUT_TOPIC: `user-login-${id}`,
      OUTPUT_TOPIC: `processed-data-topic-${id}`,
      DLQ_TOPIC: `user-login-dlq-${id}`,
      APP_ID: `login-pipeline-${id}`,
      HTTP_PORT: "0",
      WORKERS: "1",
    };
    const env = (name: string) => this.env[name];
    this.config = readConfig({ env, readTextFile: () => "" });
  }

  /** Runs a command to its end, which must succeed, and returns its output. */
  async run(task: string, ...words: readonly string[]): Promise<string> {
    const { code, stdout, stderr } = await denoTask(task, words, this.env);
    if (code === 0) return stdout;
    throw new Error(`deno task ${task} ended with ${code}:\n${stdout}${stderr}${this.#logTails()}`);
  }

  /** Starts a processor and waits until it is assigned partitions. */
  async start(): Promise<ProcessorProcess> {
    const processor = new ProcessorProcess(this.env);
    this.#processors.push(processor);
    await processor.joined();
    return processor;
  }

  /** Waits until both stages have committed everything. */
  async processed(timeoutMs: number): Promise<void> {
    const cluster = await ClusterClient.connect(kafkaSettings(this.config, quietLog));
    try {
      const { input, deltas } = topicNames(this.config);
      await until("everything is processed", async () => {
        const waiting = await this.#waiting(cluster, "enrich", input);
        return waiting + await this.#waiting(cluster, "count", deltas) === 0;
      }, timeoutMs);
    } catch (error) {
      throw new Error(`${error}${this.#logTails()}`, { cause: error });
    } finally {
      await cluster.disconnect();
    }
  }

  /** What `deno task audit` proves; throws if anything differs. */
  async audit(): Promise<AuditReport> {
    return JSON.parse(await this.run("audit", "--json"));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.#processors.map((processor) => processor.murder()));
  }

  async #waiting(cluster: ClusterClient, stage: string, topic: string): Promise<number> {
    const groupId = groupIdOf(this.config.appId, stage);
    const partitions = Array.from(Array(await cluster.partitionCount(topic)).keys());
    const waiting = await Promise.all(partitions.map(async (partition) => {
      const end = await cluster.highWatermark(topic, partition);
      return end - ((await cluster.committed(groupId, topic, partition))?.offset ?? 0);
    }));
    return waiting.reduce((sum, count) => sum + count, 0);
  }

  #logTails(): string {
    return this.#processors.map((processor) => `\n${processor.logTail()}`).join("");
  }
}
