import { assertEquals, assertMatch } from "@std/assert";
import { integrationTest } from "../support/integration.ts";
import { fetchOf, KafkaProxy } from "../support/kafka_proxy.ts";
import { json, login } from "../support/logins.ts";
import type { ProcessorProcess } from "../support/processor_process.ts";
import type { Scene } from "../support/scene.ts";
import { inTime } from "../support/until.ts";

const topicResource = 2;

/** The reason that a processor gives for its end, and its remedy. */
async function failure(processor: ProcessorProcess): Promise<{ reason: string; action: string }> {
  const { code } = await inTime("the processor's end", processor.ended);
  assertEquals(code, 1);
  const line = processor.lines.find(({ event }) => event === "failed");
  return { reason: line?.message ?? "", action: line?.action ?? "" };
}

/** Deletes the records of partition 0 before an offset, as retention does. */
async function deleteRecords({ admin }: Scene, topic: string, before: number): Promise<void> {
  await admin.deleteTopicRecords({ topic, partitions: [{ partition: 0, offset: String(before) }] });
}

/** Deletes all records, which a compacted topic refuses until its policy is changed. */
async function empty({ admin }: Scene, topic: string): Promise<void> {
  const policy = async (value: string) => {
    const configEntries = [{ name: "cleanup.policy", value }];
    const resources = [{ type: topicResource, name: topic, configEntries }];
    await admin.alterConfigs({ validateOnly: false, resources });
  };
  await policy("delete");
  const ends = await admin.fetchTopicOffsets(topic);
  const partitions = ends.map(({ partition, high }) => ({ partition, offset: high }));
  await admin.deleteTopicRecords({ topic, partitions });
  await policy("compact");
}

/** Sends logins to partition 0. */
async function produce(scene: Scene, count: number): Promise<void> {
  await scene.produce(...Array.from({ length: count }, () => ({ value: json(login) })));
}

integrationTest("a start without a topic fails and names create-topics", async (scene) => {
  const missing = `${scene.topics.deadLetters}-missing`;
  const { reason, action } = await failure(scene.start({ DLQ_TOPIC: missing }));
  assertMatch(reason, new RegExp(missing));
  assertMatch(action, /deno task create-topics/);
});

integrationTest("a start without a schema fails and names register-schemas", async (scene) => {
  const topic = `${scene.topics.output}-bare`;
  await scene.admin.createTopics({ topics: [{ topic }] });
  const { reason, action } = await failure(scene.start({ OUTPUT_TOPIC: topic }));
  assertMatch(reason, new RegExp(`EnrichedLogin under ${topic}`));
  assertMatch(action, /deno task register-schemas/);
});

integrationTest(
  "a start without a reachable broker fails after a wait and names the broker",
  async (scene) => {
    const env = { KAFKA_BROKERS: "127.0.0.1:9", START_TIMEOUT_SECONDS: "1" };
    const processor = scene.start(env);
    const { reason, action } = await failure(processor);
    assertMatch(reason, /127\.0\.0\.1:9/);
    assertMatch(action, /KAFKA_BROKERS/);
    assertMatch(processor.lines[0]!.message!, /^waiting for Kafka at 127\.0\.0\.1:9/);
  },
);

integrationTest("a start after unread records were deleted fails", async (scene) => {
  await produce(scene, 10);
  const processor = await scene.started();
  await scene.processed();
  await processor.stop();
  await produce(scene, 10);
  await deleteRecords(scene, scene.topics.input, 15);
  const { reason, action } = await failure(scene.start());
  assertMatch(reason, /has processed up to offset 10, but the log now holds 15 to 20/);
  assertMatch(action, /--reset-offsets/);
});

integrationTest("a running process stops if unread records are deleted", async (scene) => {
  await using proxy = new KafkaProxy(scene.stack.brokers);
  const processor = await scene.started({ KAFKA_BROKERS: proxy.address });
  await produce(scene, 10);
  await scene.processed();
  const hold = proxy.hold(fetchOf(scene.topics.input));
  await hold.caught();
  await produce(scene, 10);
  await deleteRecords(scene, scene.topics.input, 15);
  hold.release();
  const { reason, action } = await failure(processor);
  assertMatch(reason, /has processed up to offset 10, but the log now holds 15 to 20/);
  assertMatch(action, /--reset-offsets/);
});

integrationTest(
  "a start after a topic was deleted and recreated fails instead of counting again",
  async (scene) => {
    const processor = await scene.started();
    await produce(scene, 10);
    await scene.processed();
    await scene.admin.deleteTopics({ topics: [scene.topics.input] });
    await scene.admin.createTopics({ topics: [{ topic: scene.topics.input, numPartitions: 4 }] });
    await produce(scene, 5);
    const { reason } = await failure(processor);
    assertMatch(reason, /processed up to offset 10, but the log|committed offsets of \S+ are gone/);
  },
);

integrationTest(
  "a start after the table lost records fails instead of counting from zero",
  async (scene) => {
    const processor = await scene.started();
    await scene.generate(200);
    await scene.processed();
    await processor.stop();
    await empty(scene, scene.topics.counts);
    await scene.generate(200);
    const { reason } = await failure(scene.start());
    assertMatch(reason, /Cannot trust the state .* it holds 0 counts of 0 logins/);
  },
);

integrationTest(
  "a start after committed offsets expired fails and is not taken for a first start",
  async (scene) => {
    const processor = await scene.started();
    await scene.generate(200);
    await scene.processed();
    await processor.stop();
    await scene.admin.deleteGroups([`${scene.config.appId}-enrich`]);
    const { reason, action } = await failure(scene.start());
    assertMatch(reason, /committed offsets of \S+ are gone/);
    assertMatch(action, /--reset-offsets/);
  },
);

integrationTest("a start after the deltas were repartitioned fails", async (scene) => {
  const processor = await scene.started();
  await scene.generate(200);
  await scene.processed();
  await processor.stop();
  await scene.addPartitions(8, scene.topics.deltas, scene.topics.counts);
  const { reason } = await failure(scene.start());
  assertMatch(reason, /repartitioned; the counts were kept in 4 partitions, and there are 8 now/);
});
