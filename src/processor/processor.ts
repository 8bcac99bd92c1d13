import { instanceName } from "../instance.ts";
import { advocateOf } from "../kafka/advocate.ts";
import { ClusterClient } from "../kafka/cluster.ts";
import { kafkaConfig } from "../kafka/connection.ts";
import { loadKafkajs } from "../kafka/kafkajs.ts";
import type { Tracing } from "../kafka/tracing.ts";
import { Budget } from "../runner/budget.ts";
import { StageRunner } from "../runner/stage_runner.ts";
import type { StageSettings } from "../runner/stage_settings.ts";
import { TakenTimes } from "../runner/taken_times.ts";
import { checkPositions } from "../setup/position_checks.ts";
import { type ProcessorSettings, stagesOf } from "../setup/processor_settings.ts";

/**
 * A record in a transaction, with all that comes of it, takes about a kilobyte until it is committed;
 * a small batch never waits for this.
 */
const recordsInFlight = 10_000;

// Each batch of logins is followed by deltas. Counted at once, they would cost as many transactions as
// the logins do, and half of the processor's time.
const countRestFactor = 8;

/** A transaction or a request may run into its timeout twice before anybody is suspicious. */
const timesOfPatience = 3;

/** Both stages, running. */
export interface Processor {
  /** Rejects when one of them cannot go on. */
  readonly failure: Promise<never>;
  /** Finishes what is under way, leaves the groups and closes all connections. */
  readonly stop: () => Promise<void>;
}

/** Starts both stages: a function of its settings alone, that touches no signal, file or log. */
export async function startProcessor(settings: ProcessorSettings): Promise<Processor> {
  const { Kafka } = await loadKafkajs();
  const cluster = await ClusterClient.connect(settings.kafka);
  const { topics } = settings;
  const shared = {
    ...sharedSettings(settings),
    tracing: await tracingOf(settings),
    kafka: new Kafka(kafkaConfig(settings.kafka)),
    consumerKafka: new Kafka({ ...kafkaConfig(settings.kafka), clientId: clientIdOf(settings) }),
    cluster,
    budget: new Budget(recordsInFlight),
    takenTimes: new TakenTimes(),
    advocate: advocateOf(settings.kafka),
    confirmBeginning: asOne(() => checkPositions(cluster, settings)),
  };
  const { enrich, count } = stagesOf(settings);
  const enricher = new StageRunner({
    ...{ ...shared, stage: enrich, inputTopic: topics.input.topic },
    restFactor: 0,
  });
  const counter = new StageRunner({
    ...{ ...shared, stage: count, inputTopic: topics.deltas.topic },
    restFactor: countRestFactor,
  });
  const runners = settings.config.counts ? [enricher, counter] : [enricher];
  const stop = async () => {
    const stops = await Promise.allSettled(runners.map((runner) => runner.stop()));
    await cluster.disconnect();
    const failed = stops.find((stop) => stop.status === "rejected");
    if (failed) throw failed.reason;
  };
  try {
    await Promise.all(runners.map((runner) => runner.start()));
  } catch (error) {
    await stop().catch(() => {});
    throw error;
  }
  return { failure: Promise.race(runners.map((runner) => runner.failure)), stop };
}

/** A member says which process it is: the description of its group shows who owns what. */
function clientIdOf({ config: { appId } }: ProcessorSettings): string {
  return `${appId}@${instanceName()}`;
}

function sharedSettings({ config, topics, codecs, notify }: ProcessorSettings) {
  return {
    appId: config.appId,
    limits: new Map(Object.values(topics).map((topic) => [topic.topic, topic.maxMessageBytes])),
    fetchBytes: config.fetchBytes,
    patienceMs: timesOfPatience *
      Math.max(config.requestTimeoutMs, config.transactionTimeoutMs, config.registryTimeoutMs),
    sessionTimeoutMs: config.sessionTimeoutMs,
    transactionTimeoutMs: config.transactionTimeoutMs,
    codecsFor: codecs.codecsFor.bind(codecs),
    notify,
  } satisfies Partial<StageSettings<unknown, unknown>>;
}

/** Loaded only where it is on: what it needs costs memory and time. */
async function tracingOf({ config, topics }: ProcessorSettings): Promise<Tracing | null> {
  if (!config.tracing) return null;
  const { OtelTracing } = await import("../tracing/otel_tracing.ts");
  return new OtelTracing([topics.counts.topic, topics.deadLetters.topic]);
}

/** A question that is asked once for all who ask while the answer is awaited. */
function asOne(ask: () => Promise<void>): () => Promise<void> {
  let answer: Promise<void> | null = null;
  return () => answer ??= ask().finally(() => answer = null);
}
