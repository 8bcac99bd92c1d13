import { javaTool } from "../../src/stack/java_tool.ts";
import { readWithJavaToEnd } from "./java_topic.ts";
import { frame } from "./logins.ts";
import { denoTask } from "./program.ts";
import { parseFrame, RegisteredSchemas } from "./registered_schemas.ts";
import type { Scene } from "./scene.ts";
import { until } from "./until.ts";

const topicResource = 2;
const groupTool = "org.apache.kafka.tools.consumer.group.ConsumerGroupCommand";

/** Deletes all but the last few records of the table of counts, as kafka-delete-records does. */
export async function truncateCounts({ admin, topics: { counts: topic } }: Scene): Promise<void> {
  const policy = async (value: string) => {
    const configEntries = [{ name: "cleanup.policy", value }];
    const resources = [{ type: topicResource, name: topic, configEntries }];
    await admin.alterConfigs({ validateOnly: false, resources });
  };
  await policy("delete"); // a compacted topic refuses such a request
  const partitions = (await admin.fetchTopicOffsets(topic)).map(({ partition, high }) => ({
    partition,
    offset: String(Math.max(0, Number(high) - 5)),
  }));
  const truncated = () =>
    admin.deleteTopicRecords({ topic, partitions }).then(() => true, () => false);
  await until("the first records of the table are deleted", truncated);
  await policy("compact");
}

/** Writes foreign records to the table, under the key of a count and under another key. */
export async function corruptCounts(scene: Scene): Promise<void> {
  const { topics: { counts: topic }, producer } = scene;
  const { key, partition } = await someCount(scene);
  const value = Buffer.from("not a count");
  const messages = [
    { partition, key: Buffer.from(key), value },
    { partition, key: Buffer.from([0xff, 0xfe]), value },
  ];
  await producer.send({ topic, messages, acks: -1 });
}

/** Replaces a later count with an earlier one. */
export async function alterCounts(scene: Scene): Promise<void> {
  const { topics: { counts: topic }, producer } = scene;
  const { key, value, partition } = await someCount(scene);
  const message = { partition, key: Buffer.from(key), value: Buffer.from(value) };
  await producer.send({ topic, messages: [message], acks: -1 });
}

/** Replaces the last count by one that differs only in the last login. */
export async function redateCount(scene: Scene): Promise<void> {
  const { topics: { counts: topic }, stack, producer } = scene;
  const schemas = new RegisteredSchemas(stack.registryUrl);
  const records = await readWithJavaToEnd(scene, topic);
  const { key, value, partition } = records.findLast(({ value }) => value !== null)!;
  const { id } = parseFrame(value!);
  const { fields } = await schemas.read(value!);
  const redated = { ...fields, last_login: Number(fields["last_login"]) + 1 };
  const body = (await schemas.typeOf(id))!.toBuffer(redated);
  const message = { partition, key: Buffer.from(key!), value: Buffer.from(frame(id, body)) };
  await producer.send({ topic, messages: [message], acks: -1 });
}

/** Writes a count like a transaction whose offset was never committed. */
export async function tearTransaction(scene: Scene): Promise<void> {
  const { topics: { counts: topic }, producer } = scene;
  const { key, value, partition } = await someCount(scene);
  const headers = { "login-pipeline.sequence": "1000000" };
  const message = { partition, key: Buffer.from(key), value: Buffer.from(value), headers };
  await producer.send({ topic, messages: [message], acks: -1 });
}

/** Deletes and recreates the table. */
export async function deleteCounts(scene: Scene): Promise<void> {
  const { topics: { counts }, admin, config, env } = scene;
  const partitions = (await admin.fetchTopicOffsets(counts)).length;
  await admin.deleteTopics({ topics: [counts] });
  const refusal = await denoTask("recount", [], env);
  if (!/do not exist/.test(refusal.stderr) || !/deno task create-topics/.test(refusal.stderr)) {
    throw new Error(`recount did not name ${config.appId}'s missing topic:\n${refusal.stderr}`);
  }
  const { code, stderr } = await denoTask("create-topics", ["--partitions", `${partitions}`], env);
  if (code !== 0) throw new Error(stderr);
}

/** Sets the count stage's offsets with Kafka's own tool. */
export async function resetOffsets(scene: Scene, ...to: readonly string[]): Promise<void> {
  const { stack, config, topics } = scene;
  const { success, stderr } = await javaTool(stack.classpath, groupTool, [
    ...["--bootstrap-server", stack.brokers, "--group", `${config.appId}-count`],
    ...["--topic", topics.deltas, "--reset-offsets", ...to, "--execute"],
  ]).output();
  if (!success) throw new Error(new TextDecoder().decode(stderr));
}

/** The first count written to the table, which has risen since. */
async function someCount(scene: Scene) {
  const records = await readWithJavaToEnd(scene, scene.topics.counts);
  const { key, value, partition } = records.find(({ value }) => value !== null)!;
  return { key: key!, value: value!, partition };
}
