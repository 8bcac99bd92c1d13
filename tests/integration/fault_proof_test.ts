import { assertEquals, assertStringIncludes } from "@std/assert";
import type { Scenario } from "../faults/scenario.ts";
import { stackTest } from "../support/integration.ts";

provenTest(
  "a scenario fails if its fault hits after all is processed",
  async ({ scene, hit }) => {
    await scene.started();
    await scene.generate(100);
    await scene.processed();
    await hit("too late");
  },
  ["the fault came when all was done: too late"],
);

provenTest(
  "a scenario fails if no fault hits",
  async ({ scene }) => {
    await scene.started();
  },
  ["no fault hit"],
);

provenTest(
  "a scenario fails on a duplicate record, by the audit and by Java's reader",
  async ({ scene, load, hit }) => {
    await scene.started();
    load();
    await hit("a stranger's write");
    await scene.processed();
    await repeatRecord(scene);
  },
  ["already has an output", "was enriched twice"],
);

provenTest(
  "a scenario fails on a foreign record, by the audit and by Java's reader",
  async ({ scene, load, hit }) => {
    await scene.started();
    load();
    await hit("a stranger's write");
    const letter = { key: null, value: new TextEncoder().encode("{}"), partition: 0 };
    await scene.producer.send({
      topic: scene.topics.deadLetters,
      messages: [{ ...letter, value: Buffer.from(letter.value) }],
    });
  },
  ["alien", "dead letter"],
);

/** A test that runs a scenario and expects these texts in its failure. */
function provenTest(title: string, run: Scenario["run"], failures: readonly string[]): void {
  stackTest(title, async (stack) => {
    const { runScenario } = await import("../faults/run_scenario.ts");
    const { TopicReader } = await import("../support/topic_reader.ts");
    await using reader = new TopicReader(stack);
    const scenario = { name: title, family: "proof", brokers: "shared", run } as const;
    const ground = { stack, reader, cluster: null };
    const result = await runScenario(scenario, ground, { seed: 1, stallMs: 0 });
    assertEquals(result.failure === null, false, "the scenario passed");
    for (const text of failures) assertStringIncludes(result.failure!, text);
  });
}

/** Writes the first enriched login again, like a processor that forgot its progress. */
async function repeatRecord({ config, topics, producer }: Parameters<Scenario["run"]>[0]["scene"]) {
  const { ClusterClient } = await import("../../src/kafka/cluster.ts");
  const { kafkaSettings } = await import("../../src/setup/connections.ts");
  const { quietLog } = await import("../../src/kafka/quiet_log.ts");
  const cluster = await ClusterClient.connect(kafkaSettings(config, quietLog));
  for await (const { records, partition } of cluster.read(topics.output, new Map([[0, 0]]))) {
    const found = records.find(({ key, value }) => key !== null && key.length > 10 && value);
    if (found === undefined) continue;
    const message = {
      partition,
      key: Buffer.from(found.key!),
      value: Buffer.from(found.value!),
      timestamp: String(found.timestamp),
    };
    await producer.send({ topic: topics.output, messages: [message] });
    break;
  }
  await cluster.disconnect();
}
