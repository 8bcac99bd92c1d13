import type avro from "avsc";
import { FatalError } from "../errors.ts";
import { errorType } from "../kafka/access/error_type.ts";
import { ClusterClient } from "../kafka/cluster.ts";
import { quietLog } from "../kafka/quiet_log.ts";
import type { LogTurn } from "../kafka/raw_log.ts";
import { topicNames } from "../names.ts";
import type { Codecs } from "../pipeline/avro_codec.ts";
import type { InputBatch } from "../pipeline/record.ts";
import { rulesAt } from "../pipeline/rules.ts";
import { avroType } from "../pipeline/schemas.ts";
import type { Config } from "../settings/config.ts";
import { preparePipeline } from "../setup/prepare.ts";
import type { ProcessorSettings } from "../setup/processor_settings.ts";
import { RuleStages } from "../setup/rule_stages.ts";
import { reachingKafka, reachingRegistry } from "../setup/start_checks.ts";
import { waitFor } from "../setup/waiting.ts";
import { ruleLines, type WrittenRules, writtenRules } from "../setup/written_rules.ts";

/** Where an audit reports to, and the signal that ends it. */
export interface Listener {
  readonly report: (line: string) => void;
  readonly signal: AbortSignal;
}

/** The connections of one audit, and the pure core with the committed rules. */
export class AuditSession implements AsyncDisposable {
  readonly config: Config;
  readonly topics: ProcessorSettings["topics"];
  readonly schemaIds: ProcessorSettings["schemaIds"];
  /** The enrich stage with the rules of each offset. */
  readonly enrich: RuleStages;
  readonly written: WrittenRules;
  /** Reads logins. */
  readonly reader: avro.Type;
  /** Readers of what the pipeline writes. */
  readonly types: Readonly<Record<"enrichedLogin" | "localeDelta" | "localeCount", avro.Type>>;
  readonly listener: Listener;
  readonly cluster: ClusterClient;
  readonly #settings: ProcessorSettings;

  private constructor(
    settings: ProcessorSettings,
    cluster: ClusterClient,
    written: WrittenRules,
    listener: Listener,
  ) {
    this.config = settings.config;
    this.topics = settings.topics;
    this.schemaIds = settings.schemaIds;
    this.enrich = new RuleStages(settings, written.enrich, rulesAt);
    this.written = written;
    this.reader = avroType("UserLogin");
    this.types = {
      enrichedLogin: avroType("EnrichedLogin"),
      localeDelta: avroType("LocaleDelta"),
      localeCount: avroType("LocaleCount"),
    };
    this.listener = listener;
    this.cluster = cluster;
    this.#settings = settings;
  }

  /** Connects; throws FatalError if Kafka, the registry, a topic or a schema is missing. */
  static async open(config: Config, listener: Listener): Promise<AuditSession> {
    const settings = await preparePipeline(config, { ...listener, kafkajsLog: quietLog });
    const cluster = await ClusterClient.connect(settings.kafka);
    const { positions } = cluster;
    const written = await writtenRules(positions, config.appId, topicNames(config));
    for (const line of ruleLines(config, written)) listener.report(line);
    return new AuditSession(settings, cluster, written, listener);
  }

  /** Asks Kafka, and asks again until it answers or the start timeout ends. */
  async ask<T>(question: (cluster: ClusterClient) => Promise<T>): Promise<T> {
    return await waitFor(
      { ...reachingKafka(this.config), ...this.#patience() },
      () => question(this.cluster),
    );
  }

  /** Fetches once from these positions. */
  async fetchLog(topic: string, positions: ReadonlyMap<number, number>): Promise<LogTurn[]> {
    this.listener.signal.throwIfAborted();
    return await this.ask(async (cluster) => {
      try {
        return await cluster.fetchLog(topic, positions);
      } catch (error) {
        throw errorType(error) === "OFFSET_OUT_OF_RANGE" ? removed(topic, error) : error;
      }
    });
  }

  /** The codecs of all schema ids in a batch; waits for a registry that does not answer. */
  async codecsFor(
    batch: InputBatch,
    reader: avro.Type,
  ): Promise<Codecs> {
    // Everything that an audit reads was written before the audit began.
    const ask = () => this.#settings.codecs.codecsFor({ ...batch, logEnd: Infinity }, reader);
    const found = ask();
    if (!(found instanceof Promise)) return found;
    found.catch(() => {}); // the next request reports the error
    const timeoutSeconds = this.config.startTimeoutSeconds + this.config.schemaNotFoundSeconds;
    return await waitFor(
      { ...reachingRegistry(this.config), ...this.#patience(), timeoutSeconds },
      async () => await ask(),
    );
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.cluster.disconnect();
  }

  #patience() {
    return { ...this.listener, timeoutSeconds: this.config.startTimeoutSeconds };
  }
}

function removed(topic: string, cause: unknown): FatalError {
  return new FatalError(
    `Cannot continue to read "${topic}": the next records are no longer in the log`,
    "retention has removed them; run the audit again, or from a later time with --from",
    { cause },
  );
}
