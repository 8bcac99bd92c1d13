import { assertEquals, assertGreater } from "@std/assert";
import { ClusterClient } from "../../../src/kafka/cluster.ts";
import { quietLog } from "../../../src/kafka/quiet_log.ts";
import { groupIdOf } from "../../../src/names.ts";
import { kafkaSettings } from "../../../src/setup/connections.ts";
import { json, login } from "../../support/logins.ts";
import type { Scene } from "../../support/scene.ts";
import { configureTopic } from "../../support/topic_config.ts";
import { until } from "../../support/until.ts";
import { lasting } from "../at_work.ts";
import type { Scenario, Trial } from "../scenario.ts";

const family = "kafkajs";
const brokers = "shared";
const segmentMs = 1_000;
const longRecords = 8_000;
const sentAtOnce = 500;
const latencyMs = 20;

/** Ranges of the input without a record to process, which still must be passed. */
export const fetches: readonly Scenario[] = [
  {
    ...{ family, brokers, options: { partitions: 1 } },
    name: "aborted records at the end of the input leave no lag behind",
    run: abortAtEnd,
  },
  {
    ...{ family, brokers, options: { partitions: 1, env: { FETCH_BYTES: "1024" } } },
    name: "a batch that compaction has left empty is passed",
    run: emptyBatch,
  },
  {
    ...{ family, brokers, options: { partitions: 4, env: { FETCH_BYTES: "16384" } } },
    name: "a partition is not kept waiting by others with more to read",
    run: shareFetches,
  },
];

/**
 * An answer returns one batch only, because a batch is larger than the fetch limit, and three
 * partitions have sixteen batches each. kafkajs shuffles its requests, so the fourth partition has its
 * turn long before the others are done, but not at a fixed time.
 */
async function shareFetches(trial: Trial): Promise<void> {
  const { scene } = trial;
  const { input } = scene.topics;
  const [short, ...long] = [1, 0, 2, 3] as const;
  const value = Buffer.from(json({ ...login, device_type: "iOS", comment: "x".repeat(1_000) }));
  for (const partition of long) {
    const messages = Array.from({ length: sentAtOnce }, () => ({ partition, value }));
    for (let sent = 0; sent < longRecords; sent += sentAtOnce) {
      await scene.producer.send({ topic: input, messages, acks: -1 });
    }
  }
  await scene.produce({ value: json(login), partition: short });
  const proxy = await trial.proxy();
  const slowness = proxy.latency(latencyMs); // or everything is done before anyone can look
  const processor = await scene.started({ KAFKA_BROKERS: proxy.address });
  await trial.hit("three partitions have much to read, and one a single record");
  await until("the single record is committed", async () => await lagOf(scene, short) === 0);
  const left = await Promise.all(long.map((partition) => lagOf(scene, partition)));
  assertGreater(Math.min(...left), longRecords / 4, "it had to wait");
  slowness.end();
  await scene.processed();
  assertEquals(await processor.stop(), 0);
  await scene.started();
}

/** How many offsets of an input partition the enrich stage has not committed. */
async function lagOf({ admin, topics, config }: Scene, partition: number): Promise<number> {
  const groupId = groupIdOf(config.appId, "enrich");
  const [group] = await admin.fetchOffsets({ groupId, topics: [topics.input] });
  const committed = Number(group?.partitions.find((each) => each.partition === partition)?.offset);
  const ends = await admin.fetchTopicOffsets(topics.input);
  const end = Number(ends.find((each) => each.partition === partition)?.high);
  return end - Math.max(committed, 0);
}

async function abortAtEnd(trial: Trial): Promise<void> {
  const { scene } = trial;
  const { topics, kafka, config } = scene;
  await scene.started();
  await scene.generate(300);
  await scene.processed();
  const producer = kafka.producer({ transactionalId: `${config.appId}-writer` });
  await producer.connect();
  const transaction = await producer.transaction();
  const messages = Array.from({ length: 50 }, () => ({
    value: Buffer.from(json(login)),
    partition: 0,
  }));
  await transaction.send({ topic: topics.input, messages });
  await trial.hit("a transaction of another producer is open");
  await transaction.abort();
  await producer.disconnect();
  await scene.processed();
}

/**
 * The cleaner removes the first record, which the second replaces, and keeps its batch, because it is
 * its producer's last. The second batch is too large for the same fetch.
 */
async function emptyBatch(trial: Trial): Promise<void> {
  const { scene } = trial;
  const { input } = scene.topics;
  await configureTopic(scene, input, {
    "cleanup.policy": "compact",
    "segment.ms": String(segmentMs),
    "min.cleanable.dirty.ratio": "0.01",
  });
  const filtered = { ...login, device_type: "iOS" };
  await scene.produce({ key: "replaced", value: json(filtered) });
  await lasting(segmentMs * 2);
  const other = scene.kafka.producer({ idempotent: true, maxInFlightRequests: 1 });
  await other.connect();
  const replacing = json({ ...filtered, comment: "x".repeat(2_000) });
  const last = json(login);
  for (const [key, value] of [["replaced", replacing], ["rolls the segment", last]] as const) {
    const message = { partition: 0, key, value: Buffer.from(value) };
    await other.send({ topic: input, messages: [message], acks: -1 });
    await lasting(segmentMs * 2);
  }
  await other.disconnect();
  await until("the cleaner has been there", async () => await firstOffset(scene) > 0, 120_000);
  await trial.hit("the first batch is empty");
  await scene.started();
  await scene.processed();
}

/** The first record that the input still holds. */
async function firstOffset({ config, topics }: Scene): Promise<number> {
  const cluster = await ClusterClient.connect(kafkaSettings(config, quietLog));
  try {
    for await (const { records } of cluster.read(topics.input, new Map([[0, 0]]))) {
      if (records.length > 0) return records[0]!.offset;
    }
    return -1;
  } finally {
    await cluster.disconnect();
  }
}
