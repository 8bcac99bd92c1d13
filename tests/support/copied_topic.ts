import type { Message } from "kafkajs";
import { ClusterClient } from "../../src/kafka/cluster.ts";
import { quietLog } from "../../src/kafka/quiet_log.ts";
import { readTopic, type TopicRecord } from "../../src/kafka/ranges.ts";
import { topicNames } from "../../src/names.ts";
import { RegistryClient } from "../../src/registry/client.ts";
import { planRegistration, register } from "../../src/registry/registration.ts";
import { subjectsOf } from "../../src/registry/subjects.ts";
import type { Config } from "../../src/settings/config.ts";
import { kafkaSettings, registrySettings } from "../../src/setup/connections.ts";
import type { Scene } from "./scene.ts";

/** A record and its destination. */
export type Copied = Pick<TopicRecord, "partition" | "record">;

/** All committed records of a topic, each partition in order. */
export async function recordsOf({ config }: Scene, topic: string): Promise<Copied[]> {
  const cluster = await ClusterClient.connect(kafkaSettings(config, quietLog));
  try {
    const range = { fromBeginning: true, follow: false };
    return await Array.fromAsync(readTopic(cluster, topic, range));
  } finally {
    await cluster.disconnect();
  }
}

/** Creates an output topic with these records, and returns the settings that name it. */
export async function outputOf(
  scene: Scene,
  records: readonly Copied[],
): Promise<{ config: Config; env: Record<string, string> }> {
  const outputTopic = `${scene.topics.output}-${crypto.randomUUID().slice(0, 4)}`;
  const config = { ...scene.config, outputTopic };
  const numPartitions = (await scene.admin.fetchTopicOffsets(scene.topics.output)).length;
  await scene.admin.createTopics({ topics: [{ topic: outputTopic, numPartitions }] });
  const registry = new RegistryClient(registrySettings(config));
  const subjects = Object.values(subjectsOf(topicNames(config)));
  await register(registry, await planRegistration(registry, subjects));
  await write(scene, outputTopic, records);
  return { config, env: { ...scene.env, OUTPUT_TOPIC: outputTopic } };
}

/** Writes records to a topic outside any transaction. */
export async function write(
  { producer }: Scene,
  topic: string,
  records: readonly Copied[],
): Promise<void> {
  await producer.send({ topic, messages: records.map(messageOf), acks: -1 });
}

/** Writes records in a transaction that stays open; returns the function that ends it. */
export async function writeOpenly(
  { kafka }: Scene,
  topic: string,
  records: readonly Copied[],
): Promise<(how: "commit" | "abort") => Promise<void>> {
  const transactionalId = `${topic}-stranger`;
  const producer = kafka.producer({ transactionalId, maxInFlightRequests: 1, idempotent: true });
  await producer.connect();
  const transaction = await producer.transaction();
  await transaction.send({ topic, messages: records.map(messageOf), acks: -1 });
  return async (how) => {
    await transaction[how]();
    await producer.disconnect();
  };
}

function messageOf({ partition, record: { key, value, timestamp, headers } }: Copied): Message {
  return {
    partition,
    key: key && Buffer.from(key),
    value: value && Buffer.from(value),
    timestamp: String(timestamp),
    headers: Object.fromEntries(headers.map(([name, text]) => [name, Buffer.from(text ?? [])])),
  };
}
