import type { Admin, ITopicConfig, ITopicMetadata, Kafka } from "kafkajs";
import { errorType } from "./errors/error_type.ts";

/** A topic as it should be. */
export interface TopicPlan {
  readonly topic: string;
  readonly partitionCount: number;
  readonly isCompacted: boolean;
  /** Whether it takes records of any Kafka timestamp, whatever the brokers' default is. */
  readonly takesAnyTime?: boolean;
}

/** A topic as it is. */
export interface TopicDescription {
  readonly topic: string;
  readonly partitionCount: number;
  readonly replicationFactor: number;
  readonly cleanupPolicy: string;
  /** The largest record batch it takes. */
  readonly maxMessageBytes: number;
  /** How many copies a write needs before it is acknowledged. */
  readonly minInSyncReplicas: number;
  /** Whether the brokers put their own time in place of the timestamps that records come with. */
  readonly hasBrokerTime: boolean;
  /** How far ahead of its broker's clock a record may be dated. */
  readonly timestampAfterMaxMs?: number;
}

/** Replicas from which on one may be missing, and what is acknowledged still has two copies. */
export const safeReplication = 3;

const topicResource = 2;
/** A broker that is busy takes longer than kafkajs' usual 5 s, and creates them all the same. */
const createTimeoutMs = 15_000;
const anyMs = "9223372036854775807"; // the largest int64: no limit
const anyTime = [
  { name: "message.timestamp.before.max.ms", value: anyMs },
  { name: "message.timestamp.after.max.ms", value: anyMs },
];
const leaderPauseMs = 50;
const leaderTimeoutMs = 30_000;
const settlingTypes = new Set(["UNKNOWN_TOPIC_OR_PARTITION", "LEADER_NOT_AVAILABLE"]);

/** Runs questions to an admin client that is connected for as long as they take. */
export async function withAdmin<T>(kafka: Kafka, ask: (admin: Admin) => Promise<T>): Promise<T> {
  const admin = kafka.admin();
  await admin.connect();
  try {
    return await ask(admin);
  } finally {
    await admin.disconnect();
  }
}

/** Describes those of the topics that exist. */
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
 * A topic and its partitions; null where there is none. It is asked for by its name: the list of all
 * topics leaves out, without a word, those that the user may not see.
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

/** Creates topics that do not exist; throws when one of them does. */
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
  // Those without a setting that an old broker refuses are made by themselves, and made once.
  await create(plans.filter(({ takesAnyTime }) => !takesAnyTime), false);
  await asKnown((knowsTimes) =>
    create(plans.filter(({ takesAnyTime }) => takesAnyTime), knowsTimes)
  );
  await untilLed(admin, plans.map(({ topic }) => topic));
}

/** Asks whether topics could be created, and creates none; throws what creating them would. */
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
 * Makes each acknowledged write of a topic wait for two copies, where it has three or more: with the
 * usual one, a broker that fails right after it has answered takes the write with it.
 */
export async function requireTwoCopies(admin: Admin, plan: TopicPlan): Promise<void> {
  await asKnown(async (knowsTimes) => {
    // The request replaces all that the topic was given.
    const configEntries = settingsOf(plan, safeReplication, knowsTimes);
    const resources = [{ type: topicResource, name: plan.topic, configEntries }];
    await admin.alterConfigs({ validateOnly: false, resources });
  });
}

/** Brokers before 3.6 do not know the limits of timestamps, and take any unless told otherwise. */
async function asKnown(ask: (knowsTimes: boolean) => Promise<void>): Promise<void> {
  try {
    await ask(true);
  } catch (error) {
    const { errors = [] } = error as { errors?: readonly unknown[] };
    if (![error, ...errors].some((one) => errorType(one) === "INVALID_CONFIG")) throw error;
    await ask(false);
  }
}

/** Brokers before 3.6 have one limit for both directions. */
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
 * Waits until all partitions have leaders. kafkajs waits too, but gives up at once where the broker
 * that it asks has not heard of the topic yet.
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
