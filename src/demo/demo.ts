import { CountTable } from "../commands/count_table.ts";
import { RecordReader } from "../commands/record_reader.ts";
import { readTopic } from "../commands/topic_reader.ts";
import { type Config, readConfig } from "../config.ts";
import { ClusterClient } from "../kafka/cluster.ts";
import { loadKafkajs } from "../kafka/kafkajs.ts";
import { quietLog } from "../commands/quiet_log.ts";
import type { InputRecord } from "../pipeline/record.ts";
import { avroType } from "../pipeline/schemas.ts";
import { kafkaSettings } from "../processor/kafka_settings.ts";
import { registrySettings } from "../processor/registry_settings.ts";
import { topicNames } from "../processor/topic_plans.ts";
import { RegistryClient } from "../registry/client.ts";
import { CodecCache } from "../registry/codec_cache.ts";
import type { ConsoleRecord } from "../stack/console_record.ts";
import { backlogOf, endsOf, type Offsets } from "./backlog.ts";
import { type ProcessorChild, runCommandFile } from "./child.ts";
import { LatencyProbe } from "./latency.ts";
import type { Place } from "./place.ts";
import { type Proof, prove } from "./proof.ts";
import type { DemoResult } from "./summary.ts";

/** What the demo is run with. */
export interface DemoSettings {
  readonly place: Place;
  readonly count: number;
  readonly signal: AbortSignal;
  readonly report: (line: string) => void;
}

interface TopicPart {
  readonly topic: string;
  readonly from: Offsets;
}

/** How things stood when the demo began; on a Kafka of one's own it is not the first. */
interface Before {
  readonly input: TopicPart;
  readonly output: TopicPart;
  readonly deadLetters: TopicPart;
  readonly counts: ReadonlyMap<string, number>;
}

const burstShare = 0.75;
const steadySeconds = 3;
const pollMs = 100;
const reportEveryMs = 1_000;
const mixture = ["--avro", "0.3", "--bad", "0.01"];

/** Runs real logins through a real processor at a place, measures it, and proves the result. */
export class Demo {
  readonly #settings: DemoSettings;
  readonly #config: Config;
  readonly #cluster: ClusterClient;
  readonly #registry: RegistryClient;

  private constructor(settings: DemoSettings, config: Config, cluster: ClusterClient) {
    this.#settings = settings;
    this.#config = config;
    this.#cluster = cluster;
    this.#registry = new RegistryClient(registrySettings(config));
  }

  /** Creates topics, registers schemas and connects. */
  static async prepare(settings: DemoSettings): Promise<Demo> {
    const { place, signal } = settings;
    await runCommandFile("create_topics.ts", [], place, signal);
    await runCommandFile("register_schemas.ts", ["--wait", "60"], place, signal);
    await loadKafkajs();
    const given = readConfig();
    const config = {
      ...given,
      brokers: place.brokers.split(","),
      registryUrl: place.registryUrl,
    };
    const cluster = await ClusterClient.connect(kafkaSettings(config, quietLog));
    return new Demo(settings, config, cluster);
  }

  /** Sends a burst and then a steady stream, waits until all is processed, and reads it back. */
  async run(processor: ProcessorChild): Promise<DemoResult> {
    const names = topicNames(this.#config);
    const before = await this.#before();
    const probe = new LatencyProbe();
    await probe.watch(this.#cluster, names.output);
    const burst = await this.#burst(processor);
    probe.begin();
    await this.#steady(this.#settings.count - burst.logins, processor);
    const latency = probe.stop();
    this.#settings.report("reading the topics back with Java's console consumer");
    const proof = await this.#prove(before);
    const countedLogins = sum(proof.counts, (locale, n) => n - (before.counts.get(locale) ?? 0));
    return { proof, countedLogins, burst, latency };
  }

  /** Closes its connections. */
  async disconnect(): Promise<void> {
    await this.#cluster.disconnect();
  }

  async #before(): Promise<Before> {
    const { input, output, deadLetters, counts } = topicNames(this.#config);
    const ends = async (topic: string) => ({ topic, from: await endsOf(this.#cluster, topic) });
    const table = new CountTable();
    const reader = new RecordReader(this.#registry);
    const range = { fromBeginning: true, follow: false };
    for await (const record of readTopic(this.#cluster, counts, range)) {
      table.take(await reader.read(record));
    }
    return {
      input: await ends(input),
      output: await ends(output),
      deadLetters: await ends(deadLetters),
      counts: table.allTime(),
    };
  }

  async #burst(processor: ProcessorChild): Promise<{ logins: number; seconds: number }> {
    const logins = Math.round(this.#settings.count * burstShare);
    const started = performance.now();
    await this.#generate(["--count", String(logins), "--seed", "1"]);
    await this.#untilProcessed(processor);
    return { logins, seconds: (performance.now() - started) / 1000 };
  }

  async #steady(logins: number, processor: ProcessorChild): Promise<void> {
    if (logins === 0) return;
    const rate = Math.max(1, Math.round(logins / steadySeconds));
    await this.#generate(["--count", String(logins), "--rate", String(rate), "--seed", "2"]);
    await this.#untilProcessed(processor);
  }

  async #generate(args: readonly string[]): Promise<void> {
    const { place, signal } = this.#settings;
    await runCommandFile("generate.ts", [...args, ...mixture], place, signal);
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

  async #prove(before: Before): Promise<Proof> {
    const reader = avroType("UserLogin");
    const cache = new CodecCache({
      schemaOf: (id) => this.#registry.schemaOf(id),
      now: () => performance.now(),
    });
    const records = new RecordReader(this.#registry);
    const { input, output, deadLetters } = before;
    return await prove({
      place: this.#settings.place,
      input,
      output,
      deadLetters,
      read: (sample) =>
        records.read({
          topic: output.topic,
          partition: sample.partition,
          record: recordOf(sample),
        }),
      maxValueBytes: this.#config.maxValueBytes,
      codecsFor: (value) => {
        const record = { offset: 0, timestamp: 0, key: null, value, headers: [] };
        return cache.codecsFor({ topic: input.topic, partition: 0, records: [record] }, reader);
      },
    });
  }
}

function recordOf(
  { offset, timestampMs: timestamp, key, value, headers }: ConsoleRecord,
): InputRecord {
  return { offset: Number(offset), timestamp, key, value, headers };
}

function sum<K, V>(map: ReadonlyMap<K, V>, amount: (key: K, value: V) => number): number {
  let total = 0;
  for (const [key, value] of map) total += amount(key, value);
  return total;
}
