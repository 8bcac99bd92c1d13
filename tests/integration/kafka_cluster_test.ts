import { assertEquals } from "@std/assert";
import { stackTest } from "../support/integration.ts";
import type { KafkaCluster } from "../support/kafka_cluster.ts";
import { until } from "../support/until.ts";

const title = "three brokers go on without the one that leads";

stackTest(title, async (stack, t) => {
  const { KafkaCluster } = await import("../support/kafka_cluster.ts");
  await using cluster = await KafkaCluster.start({ classpath: stack.classpath, brokers: 3 });
  await createTopic(cluster);
  await t.step("a coordinator is found where Kafka says it is", () => findCoordinators(cluster));
  await t.step("a killed controller is succeeded", () => killController(cluster));
  await t.step("the partitions of a killed broker move", () => killLeader(cluster));
});

const topic = "copied";

async function createTopic({ kafka }: KafkaCluster): Promise<void> {
  const { createTopics, withAdmin } = await import("../../src/kafka/topics.ts");
  const plan = { topic, partitionCount: 3, isCompacted: false };
  await withAdmin(kafka, (admin) => createTopics(admin, [plan], 3));
}

async function findCoordinators(cluster: KafkaCluster): Promise<void> {
  const ids = ["a", "login-pipeline-enrich", "login-pipeline-count-user-login-0", "ü-€-😀"];
  const named = await namedCoordinators(cluster, ids);
  const found = await Promise.all(ids.map((id) => cluster.coordinatorOf("group", id)));
  assertEquals(found.map(({ id }) => id), named);
}

/** The brokers that Kafka names to a client as the coordinators of groups. */
async function namedCoordinators(
  { bootstrap }: KafkaCluster,
  groupIds: readonly string[],
): Promise<readonly number[]> {
  const { internals, kafkajsLogger } = await import("../../src/kafka/internals.ts");
  const { quietLog } = await import("../../src/commands/quiet_log.ts");
  const { socketFactory } = await import("../../src/kafka/socket_factory.ts");
  const { Cluster } = internals();
  const client = new Cluster({
    brokers: bootstrap.split(","),
    logger: kafkajsLogger(quietLog),
    socketFactory: socketFactory(60_000),
    connectionTimeout: 10_000,
  });
  await client.connect();
  const ids: number[] = [];
  for (const groupId of groupIds) {
    const coordinator: object = await client.findGroupCoordinator({ groupId });
    ids.push(Number("nodeId" in coordinator && coordinator.nodeId));
  }
  await client.disconnect();
  return ids;
}

async function killController(cluster: KafkaCluster): Promise<void> {
  await cluster.inSync();
  const first = await cluster.controller();
  await first.kill();
  await until("another leads", async () => await cluster.controller() !== first);
  await first.start();
}

async function killLeader(cluster: KafkaCluster): Promise<void> {
  await cluster.inSync();
  const first = await cluster.leaderOf(topic, 0);
  await first.kill();
  await until("another takes records", async () => await cluster.leaderOf(topic, 0) !== first);
  await first.start();
  await cluster.inSync();
}
