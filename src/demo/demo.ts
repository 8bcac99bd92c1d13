import { ClusterClient } from "../kafka/cluster.ts";
import { loadKafkajs } from "../kafka/kafkajs.ts";
import { quietLog } from "../kafka/quiet_log.ts";
import type { TopicRecord } from "../kafka/ranges.ts";
import { topicNames } from "../names.ts";
import { avroType } from "../pipeline/schemas.ts";
import { RegistryClient } from "../registry/client.ts";
import { CodecCache } from "../registry/codec_cache.ts";
import { type Config, readConfig } from "../settings/config.ts";
import { kafkaSettings, registrySettings } from "../setup/connections.ts";
import type { ConsoleRecord } from "../stack/console_record.ts";
import { RecordReader } from "../terminal/record_reader.ts";
import { backlogOf } from "./backlog.ts";
import { type ProcessorChild, runCommandFile } from "./child.ts";
import { OutputProbe } from "./output_probe.ts";
import { type Proof, prove } from "./proof.ts";
import type { Servers } from "./servers.ts";
import { type Snapshot, takeSnapshot } from "./snapshot.ts";
import type { DemoResult } from "./summary.ts";

/** The settings of a demo. */
export interface DemoSettings {
  readonly servers: Servers;
  readonly count: number;
  readonly signal: AbortSignal;
  readonly report: (line: string) => void;
}

/** The first logins warm the processor up: it takes its partitions, and its code gets compiled. */
const warmUpShare = 0.1;
const burstShare = 0.65;
const steadySeconds = 3;
const pollMs = 100;
const reportEveryMs = 1_000;
const mixture = ["--avro", "0.3", "--bad", "0.01"];

/** Runs real logins through a real processor, measures it, and proves the result. */
export class Demo {
  readonly #settings: DemoSettings;
  readonly #config: Config;
  readonly #cluster: ClusterClient;
  readonly #registry: RegistryClient;
  readonly #records: RecordReader;

  private constructor(settings: DemoSettings, config: Config, cluster: ClusterClient) {
    this.#settings = settings;
    this.#config = config;
    this.#cluster = cluster;
    this.#registry = new RegistryClient(registrySettings(config));
    this.#records = new RecordReader(this.#registry);
  }

  /** Creates topics, registers schemas and connects. */
  static async prepare(settings: DemoSettings): Promise<Demo> {
    const { servers, signal } = settings;
    await runCommandFile("create_topics.ts", [], servers, signal);
    await runCommandFile("register_schemas.ts", ["--wait", "60"], servers, signal);
    await loadKafkajs();
    const given = readConfig();
    const config = {
      ...given,
      brokers: servers.brokers.split(","),
      registryUrl: servers.registryUrl,
    };
    const cluster = await ClusterClient.connect(kafkaSettings(config, quietLog));
    return new Demo(settings, config, cluster);
  }

  /** Sends a warm-up, a burst and a steady stream, waits until all is processed, and reads it back. */
  async run(processor: ProcessorChild): Promise<DemoResult> {
    const names = topicNames(this.#config);
    const { count } = this.#settings;
    const before = await takeSnapshot(this.#cluster, names, this.#records);
    const probe = new OutputProbe();
    await probe.watch(this.#cluster, names.output);
    const warmUp = Math.round(count * warmUpShare);
    await this.#send(warmUp, ["--seed", "1"], processor);
    const logins = Math.round(count * burstShare);
    const burstStartMs = Date.now();
    await this.#send(logins, ["--seed", "2"], processor);
    const burst = { logins, span: probe.spanSince(burstStartMs) };
    const left = count - warmUp - logins;
    const rate = Math.max(1, Math.round(left / steadySeconds));
    const steadyStartMs = Date.now();
    await this.#send(left, ["--rate", `${rate}`, "--seed", "3"], processor);
    const latency = probe.latencySince(steadyStartMs);
    probe.stop();
    this.#settings.report("reading the topics with Java's console consumer");
    const proof = await this.#prove(before);
    const countedLogins = sum(proof.counts, (locale, n) => n - (before.counts.get(locale) ?? 0));
    return { proof, countedLogins, burst, steady: { rate, latency } };
  }

  /** Closes its connections. */
  async disconnect(): Promise<void> {
    await this.#cluster.disconnect();
  }

  async #send(
    logins: number,
    words: readonly string[],
    processor: ProcessorChild,
  ): Promise<void> {
    if (logins === 0) return;
    const { servers, signal } = this.#settings;
    const args = ["--count", `${logins}`, ...words, ...mixture];
    await runCommandFile("generate.ts", args, servers, signal);
    await this.#untilProcessed(processor);
  }

  async #untilProcessed(processor: ProcessorChild): Promise<void> {
    const { input, deltas } = topicNames(this.#config);
    let reported = performance.now();
    const failure = processor.failure();
    failure.catch(() => {});
    while (true) {
      this.#settings.signal.throwIfAborted();
      const backlog = async () =>
        await backlogOf(this.#cluster, this.#config.appId, "enrich", input) ||
        await backlogOf(this.#cluster, this.#config.appId, "count", deltas);
      const left = await Promise.race([backlog(), failure]);
      if (left === 0) return;
      if (performance.now() - reported > reportEveryMs) {
        this.#settings.report(`processing: ${left} records to go`);
        reported = performance.now();
      }
      await new Promise((resolve) => setTimeout(resolve, pollMs));
    }
  }

  async #prove({ input, output, deadLetters }: Snapshot): Promise<Proof> {
    const reader = avroType("UserLogin");
    const cache = new CodecCache({
      schemaOf: (id) => this.#registry.schemaOf(id),
      now: () => performance.now(),
      notFoundMs: 0, // the only registry is the demo's own
    });
    return await prove({
      readTopic: this.#settings.servers.readTopic,
      input,
      output,
      deadLetters,
      maxValueBytes: this.#config.maxValueBytes,
      read: (sample) => this.#records.read(outputRecordOf(output.topic, sample)),
      codecsFor: (value) => {
        const record = { offset: 0, timestamp: 0, key: null, value, headers: [] };
        return cache.codecsFor({ topic: input.topic, partition: 0, records: [record] }, reader);
      },
    });
  }
}

function outputRecordOf(
  topic: string,
  { partition, offset, timestampMs: timestamp, key, value, headers }: ConsoleRecord,
): TopicRecord {
  return { topic, partition, record: { offset: Number(offset), timestamp, key, value, headers } };
}

function sum<K, V>(map: ReadonlyMap<K, V>, amount: (key: K, value: V) => number): number {
  let total = 0;
  for (const [key, value] of map) total += amount(key, value);
  return total;
}
