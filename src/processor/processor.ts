import { instanceName } from "../identity/instance.ts";

import { ClusterClient } from "../kafka/cluster.ts";
import { freshClient } from "../kafka/fresh_client.ts";
import { loadKafkajs } from "../kafka/kafkajs.ts";
import type { Tracing } from "../kafka/tracing.ts";
import { Budget } from "../runner/budget.ts";
import { StageRunner } from "../runner/stage_runner.ts";
import type { StageSettings } from "../runner/stage_settings.ts";
import { TakenTimes } from "../runner/taken_times.ts";
import { checkPositions } from "../setup/position_checks.ts";
import { type ProcessorSettings, stagesOf } from "../setup/processor_settings.ts";

/**
 * A record in a transaction, with its outputs, takes about a kilobyte of memory until the commit.
 * A small batch never waits for this limit.
 */
const recordsInFlight = 10_000;

// Each batch of logins produces a batch of deltas. Without a pause, counting them would take as many
// transactions as the logins do, and half of the CPU time.
const countPauseFactor = 8;

/** A transaction or a request may time out twice before a member counts as stuck. */
const timeoutsOfPatience = 3;

/** A running processor: both stages. */
export interface Processor {
  /** Rejects when a stage cannot continue. */
  readonly failure: Promise<never>;
  /** Finishes the open transactions, leaves the groups and closes all connections. */
  readonly stop: () => Promise<void>;
}

/** Starts both stages. It depends on its settings alone: no signals, files or logs. */
export async function startProcessor(settings: ProcessorSettings): Promise<Processor> {
  await loadKafkajs();
  const cluster = await ClusterClient.connect(settings.kafka);
  const { topics } = settings;
  const shared = {
    ...sharedSettings(settings),
    tracing: await tracingOf(settings),
    kafka: { ...settings.kafka, clientId: clientIdOf(settings) },
    cluster,
    budget: new Budget(recordsInFlight),
    takenTimes: new TakenTimes(),
    freshClient: freshClient(settings.kafka),
    confirmBeginning: asOne(() => checkPositions(cluster, settings)),
  };
  const { enrich, count } = stagesOf(settings);
  const starting: Promise<Running>[] = [
    StageRunner.start({
      ...{ ...shared, stage: enrich, inputTopic: topics.input.topic },
      pauseFactor: 0,
    }),
  ];
  if (settings.config.counts) {
    starting.push(StageRunner.start({
      ...{ ...shared, stage: count, inputTopic: topics.deltas.topic },
      pauseFactor: countPauseFactor,
    }));
  }
  const started = await Promise.allSettled(starting);
  const runners = started.flatMap((one) => one.status === "fulfilled" ? [one.value] : []);
  const stop = async () => {
    const stops = await Promise.allSettled(runners.map((runner) => runner.stop()));
    await cluster.disconnect();
    const failed = stops.find((stop) => stop.status === "rejected");
    if (failed) throw failed.reason;
  };
  const failed = started.find((one) => one.status === "rejected");
  if (failed?.status === "rejected") {
    await stop().catch(() => {});
    throw failed.reason;
  }
  return { failure: Promise.race(runners.map((runner) => runner.failure)), stop };
}

type Running = Pick<StageRunner<unknown, unknown>, "failure" | "stop">;

/** Contains the process's name, so that the description of a group shows which process owns what. */
function clientIdOf({ config: { appId } }: ProcessorSettings): string {
  return `${appId}@${instanceName()}`;
}

function sharedSettings({ config, topics, codecs, notify }: ProcessorSettings) {
  return {
    appId: config.appId,
    limits: new Map(Object.values(topics).map((topic) => [topic.topic, topic.maxMessageBytes])),
    fetchBytes: config.fetchBytes,
    patienceMs: timeoutsOfPatience *
      Math.max(config.requestTimeoutMs, config.transactionTimeoutMs, config.registryTimeoutMs),
    sessionTimeoutMs: config.sessionTimeoutMs,
    transactionTimeoutMs: config.transactionTimeoutMs,
    transactionProtocol: config.transactionProtocol,
    codecsFor: codecs.codecsFor.bind(codecs),
    notify,
  } satisfies Partial<StageSettings<unknown, unknown>>;
}

/** Loads OpenTelemetry only when tracing is on: it takes memory and time. */
async function tracingOf({ config, topics }: ProcessorSettings): Promise<Tracing | null> {
  if (!config.tracing) return null;
  const { OtelTracing } = await import("../tracing/otel_tracing.ts");
  return new OtelTracing([topics.counts.topic, topics.deadLetters.topic]);
}

/** Shares one call among all callers that arrive before it returns. */
function asOne(ask: () => Promise<void>): () => Promise<void> {
  let answer: Promise<void> | null = null;
  return () => answer ??= ask().finally(() => answer = null);
}
