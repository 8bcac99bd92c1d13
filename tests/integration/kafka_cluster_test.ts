import { assertEquals } from "@std/assert";
import { stackTest } from "../support/integration.ts";
import type { KafkaCluster } from "../support/kafka_cluster.ts";
import { until } from "../support/until.ts";

const title = "three brokers continue without the leading one";

stackTest(title, async (stack, t) => {
  const { KafkaCluster } = await import("../support/kafka_cluster.ts");
  await using cluster = await KafkaCluster.start({ classpath: stack.classpath, brokers: 3 });
  await createTopic(cluster);
  await t.step(
    "a test cluster finds a coordinator where Kafka reports it",
    () => findCoordinators(cluster),
  );
  await t.step(
    "a test cluster elects a new controller after one is killed",
    () => killController(cluster),
  );
  await t.step(
    "a test cluster moves the partitions of a killed broker",
    () => killLeader(cluster),
  );
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

/** The brokers that Kafka reports as the coordinators of groups. */
async function namedCoordinators(
  { bootstrap }: KafkaCluster,
  groupIds: readonly string[],
): Promise<readonly number[]> {
  const { internals, kafkajsLogger } = await import("../../src/kafka/internals.ts");
  const { quietLog } = await import("../../src/kafka/quiet_log.ts");
  const { socketFactory } = await import("../../src/kafka/access/socket_factory.ts");
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
