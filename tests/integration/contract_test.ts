import { assert, assertEquals } from "@std/assert";
import { audit, latestCounts } from "../support/audit.ts";
import { integrationTest } from "../support/integration.ts";
import { produceWithJava } from "../support/java_producer.ts";
import { readWithJavaToEnd } from "../support/java_topic.ts";
import { json, login, utf8 } from "../support/logins.ts";
import { newerLogins } from "../support/newer_logins.ts";
import { RegisteredSchemas } from "../support/registered_schemas.ts";

const text = new TextDecoder();

integrationTest(
  "JSON and Avro logins become records that any consumer can read by their schema id",
  async (scene) => {
    const timestampMs = Date.parse("2026-02-03T04:05:06.789Z");
    const headers = { origin: "app" };
    await scene.produce(
      { value: json(login), key: "some key", timestampMs, headers },
      { value: scene.avro({ ...login, user_id: "ü", locale: null }), partition: 1, timestampMs },
      { value: json({ ...login, device_type: "iOS" }), partition: 1 },
      { value: null, key: "some key", partition: 1 },
      { value: utf8("no login"), partition: 2 },
    );
    await scene.started();
    await scene.processed();
    const { enriched, counts, fates } = await audit(scene);
    assertEquals(fates, { enriched: 2, filtered: 1, deadLetter: 1, tombstone: 1 });
    assertEquals(enriched.find(({ fields }) => fields["source_partition"] === 0)?.fields, {
      ...login,
      timestamp: 1720576825000,
      login_time: "2024-07-10 02:00:25",
      source_partition: 0,
      source_offset: 0,
    });
    assertEquals(counts.map(({ fields }) => fields["locale"]).toSorted(), ["RU", "unknown"]);
    assertEquals(counts.map(({ record }) => record.timestampMs), [timestampMs, timestampMs]);
  },
);

integrationTest("keys go to the partitions that Java's producer chooses", async (scene) => {
  await scene.generate(300, 0, { badRatio: 0 });
  await scene.started();
  await scene.processed();
  const { enriched, counts } = await audit(scene);
  const facts = [...enriched, ...counts].map(({ record }) => record);
  const topic = `${scene.topics.output}-java`;
  await scene.admin.createTopics({ topics: [{ topic, numPartitions: 4 }] });
  const keys = [...new Set(facts.map(({ key }) => text.decode(key!)))];
  await produceWithJava(scene, topic, keys.map((key) => ({ key, value: "" })));
  const javas = await readWithJavaToEnd(scene, topic);
  const partitions = new Map(javas.map(({ key, partition }) => [text.decode(key!), partition]));
  assertEquals(partitions.size, keys.length);
  for (const { key, partition } of facts) {
    assertEquals(partition, partitions.get(text.decode(key!)), text.decode(key!));
  }
});

integrationTest("the table of counts holds the latest count of each locale", async (scene) => {
  await scene.generate(1_000);
  await scene.started();
  await scene.processed();
  const { counts } = await audit(scene);
  const table = await readWithJavaToEnd(scene, scene.topics.counts);
  const schemas = new RegisteredSchemas(scene.stack.registryUrl);
  const rows = new Map<string, unknown>();
  for (const { key, value } of table) {
    if (value !== null) rows.set(text.decode(key!), (await schemas.read(value)).fields);
  }
  const latest = latestCounts(counts);
  assert(latest.size > 50);
  assertEquals(rows, new Map([...latest].map(([key, { fields }]) => [key, fields])));
});

integrationTest("a newer schema of the app is read, including its new fields", async (scene) => {
  await scene.started();
  const newer = await newerLogins(scene);
  await scene.produce({ value: newer.frame(login) }, { value: scene.avro(login) });
  await scene.processed();
  const { fates } = await audit(scene);
  assertEquals(fates, { enriched: 2, filtered: 0, deadLetter: 0, tombstone: 0 });
});
