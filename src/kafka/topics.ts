import type { Admin, ITopicConfig, ITopicMetadata, Kafka } from "kafkajs";
import { errorType } from "./access/error_type.ts";

/** A topic to create. */
export interface TopicPlan {
  readonly topic: string;
  readonly partitionCount: number;
  readonly isCompacted: boolean;
  /** Whether it accepts any Kafka timestamp, whatever the brokers' default. */
  readonly takesAnyTime?: boolean;
}

/** An existing topic. */
export interface TopicDescription {
  readonly topic: string;
  readonly partitionCount: number;
  readonly replicationFactor: number;
  readonly cleanupPolicy: string;
  /** The largest record batch that it accepts. */
  readonly maxMessageBytes: number;
  /** How many in-sync replicas a write needs before it is acknowledged. */
  readonly minInSyncReplicas: number;
  /** Whether brokers replace the timestamps of records with their own time. */
  readonly hasBrokerTime: boolean;
  /** How far a record's timestamp may be ahead of the broker's clock. */
  readonly timestampAfterMaxMs?: number;
}

/** The number of replicas with which one may fail and acknowledged writes still have two copies. */
export const safeReplication = 3;

const topicResource = 2;
/** A busy broker takes longer than kafkajs' default of 5 s, and still creates the topics. */
const createTimeoutMs = 15_000;
const anyMs = "9223372036854775807"; // the largest int64: no limit
const anyTime = [
  { name: "message.timestamp.before.max.ms", value: anyMs },
  { name: "message.timestamp.after.max.ms", value: anyMs },
];
const leaderPauseMs = 50;
const leaderTimeoutMs = 30_000;
const settlingTypes = new Set(["UNKNOWN_TOPIC_OR_PARTITION", "LEADER_NOT_AVAILABLE"]);

/** Runs a function with an admin client, which is connected only while it runs. */
export async function withAdmin<T>(kafka: Kafka, ask: (admin: Admin) => Promise<T>): Promise<T> {
  const admin = kafka.admin();
  await admin.connect();
  try {
    return await ask(admin);
  } finally {
    await admin.disconnect();
  }
}

/** Describes the topics that exist. */
export async function describeTopics(
  admin: Admin,
  topics: readonly string[],
): Promise<Map<string, TopicDescription>> {
  const metadata: ITopicMetadata[] = [];
  for (const topic of topics) {
    const found = await findTopic(admin, topic);
    if (found !== null) metadata.push(found);
  }
  if (metadata.length === 0) return new Map();
  const configs = await topicConfigs(admin, metadata.map(({ name }) => name));
  return new Map(metadata.map(({ name, partitions }) => {
    const config = configs.get(name);
    return [name, {
      topic: name,
      partitionCount: partitions.length,
      replicationFactor: partitions[0]?.replicas.length ?? 0,
      cleanupPolicy: config?.get("cleanup.policy") ?? "delete",
      timestampAfterMaxMs: timestampAfterMaxMs(config),
      maxMessageBytes: Number(config?.get("max.message.bytes") ?? 1_048_588),
      minInSyncReplicas: Number(config?.get("min.insync.replicas") ?? 1),
      hasBrokerTime: config?.get("message.timestamp.type") === "LogAppendTime",
    }];
  }));
}

/**
 * A topic and its partitions; null if it does not exist. The request names the topic, because the list
 * of all topics silently omits those that the user may not see.
 */
export async function findTopic(admin: Admin, topic: string): Promise<ITopicMetadata | null> {
  try {
    const { topics } = await admin.fetchTopicMetadata({ topics: [topic] });
    return topics[0] ?? null;
  } catch (error) {
    if (errorType(error) === "UNKNOWN_TOPIC_OR_PARTITION") return null;
    throw error;
  }
}

/** Creates topics. Throws if one of them exists. */
export async function createTopics(
  admin: Admin,
  plans: readonly TopicPlan[],
  replicationFactor: number,
): Promise<void> {
  const create = async (some: readonly TopicPlan[], knowsTimes: boolean) => {
    const topics = some.map((plan) => topicConfig(plan, replicationFactor, knowsTimes));
    if (topics.length === 0) return;
    await admin.createTopics({ topics, timeout: createTimeoutMs, waitForLeaders: false });
  };
  // Topics without the settings that an old broker rejects get a request of their own, sent once.
  await create(plans.filter(({ takesAnyTime }) => !takesAnyTime), false);
  await asKnown((knowsTimes) =>
    create(plans.filter(({ takesAnyTime }) => takesAnyTime), knowsTimes)
  );
  await untilLed(admin, plans.map(({ topic }) => topic));
}

/** Checks whether topics could be created, without creating them. Throws what creating would throw. */
export async function tryTopics(
  admin: Admin,
  plans: readonly TopicPlan[],
  replicationFactor: number,
): Promise<void> {
  await asKnown(async (knowsTimes) => {
    await admin.createTopics({
      topics: plans.map((plan) => topicConfig(plan, replicationFactor, knowsTimes)),
      timeout: createTimeoutMs,
      validateOnly: true,
      waitForLeaders: false,
    });
  });
}

/**
 * Sets min.insync.replicas to 2 for a topic with three or more replicas. With the default of 1, an
 * acknowledged write is lost when its only broker fails right after the answer.
 */
export async function requireTwoCopies(admin: Admin, plan: TopicPlan): Promise<void> {
  await asKnown(async (knowsTimes) => {
    // The request replaces all settings of the topic.
    const configEntries = settingsOf(plan, safeReplication, knowsTimes);
    const resources = [{ type: topicResource, name: plan.topic, configEntries }];
    await admin.alterConfigs({ validateOnly: false, resources });
  });
}

/** Brokers before 3.6 do not support the timestamp limits, and by default accept any timestamp. */
async function asKnown(ask: (knowsTimes: boolean) => Promise<void>): Promise<void> {
  try {
    await ask(true);
  } catch (error) {
    const { errors = [] } = error as { errors?: readonly unknown[] };
    if (![error, ...errors].some((one) => errorType(one) === "INVALID_CONFIG")) throw error;
    await ask(false);
  }
}

/** Brokers before 3.6 have a single limit for both directions. */
function timestampAfterMaxMs(config: ReadonlyMap<string, string> | undefined): number {
  const limit = config?.get("message.timestamp.after.max.ms") ??
    config?.get("message.timestamp.difference.max.ms");
  return limit === undefined ? Infinity : Number(limit);
}

function topicConfig(
  plan: TopicPlan,
  replicationFactor: number,
  knowsTimes: boolean,
): ITopicConfig {
  const { topic, partitionCount } = plan;
  const configEntries = settingsOf(plan, replicationFactor, knowsTimes);
  return { topic, numPartitions: partitionCount, replicationFactor, configEntries };
}

function settingsOf(
  { isCompacted, takesAnyTime }: TopicPlan,
  replicationFactor: number,
  knowsTimes: boolean,
) {
  return [
    ...(isCompacted ? [{ name: "cleanup.policy", value: "compact" }] : []),
    ...(replicationFactor >= safeReplication ? [{ name: "min.insync.replicas", value: "2" }] : []),
    ...(takesAnyTime && knowsTimes ? anyTime : []),
  ];
}

/**
 * Waits until all partitions have leaders. kafkajs also waits, but fails at once if the broker that
 * it asks does not know the topic yet.
 */
async function untilLed(admin: Admin, topics: string[]): Promise<void> {
  const deadlineMs = performance.now() + leaderTimeoutMs;
  while (true) {
    try {
      await admin.fetchTopicMetadata({ topics });
      return;
    } catch (error) {
      const isSettling = settlingTypes.has(errorType(error) ?? "");
      if (!isSettling || performance.now() > deadlineMs) throw error;
      await new Promise((resolve) => setTimeout(resolve, leaderPauseMs));
    }
  }
}

async function topicConfigs(admin: Admin, topics: readonly string[]) {
  const { resources } = await admin.describeConfigs({
    includeSynonyms: false,
    resources: topics.map((name) => ({ type: topicResource, name })),
  });
  return new Map(resources.map(({ resourceName, configEntries }) => {
    const entries = configEntries.map((entry) => [entry.configName, entry.configValue] as const);
    return [resourceName, new Map(entries)];
  }));
}
