import { assertEquals } from "@std/assert";
import { TransientError } from "../../src/errors.ts";
import { quietLog } from "../../src/kafka/quiet_log.ts";
import { integrationTest } from "../support/integration.ts";
import type { Scene } from "../support/scene.ts";
import { until } from "../support/until.ts";

/** Imported late, because kafkajs reads the environment while it loads. */
async function clientOf({ config }: Scene) {
  const { ClusterClient } = await import("../../src/kafka/cluster.ts");
  const { kafkaSettings } = await import("../../src/setup/connections.ts");
  return await ClusterClient.connect(kafkaSettings(config, quietLog));
}

function isEarly(error: unknown): boolean {
  if (error instanceof TransientError) return false;
  throw error;
}

integrationTest("Kafka reports what a transaction waits for and how it ended", async (scene) => {
  const { input, output } = scene.topics;
  const transactionalId = `${scene.config.appId}-asked`;
  const groupId = `${scene.config.appId}-asked`;
  const cluster = await clientOf(scene);
  const { transactions } = cluster;
  assertEquals(await cluster.committed(groupId, input, 1), null); // waits for the coordinator
  assertEquals(await transactions.former(transactionalId), null);

  const producer = scene.kafka.producer({ transactionalId, maxInFlightRequests: 1 });
  await producer.connect();
  const transaction = await producer.transaction();
  await transaction.send({ topic: output, messages: [{ value: "open", partition: 2 }] });
  const partitions = [{ partition: 1, offset: "7" }];
  await transaction.sendOffsets({
    consumerGroupId: groupId,
    topics: [{ topic: input, partitions }],
  });
  const open = await transactions.former(transactionalId);
  assertEquals(open?.outcome, "unknown");
  const { producerId } = open!;
  // For a moment, a broker denies that it leads a partition that it was just given.
  await until("the brokers know what they lead", async () => {
    return await transactions.openPartitions([input, output], producerId).then(() => true, isEarly);
  });
  assertEquals(
    await transactions.openPartitions([input, output], producerId),
    new Map([[output, [2]]]),
  );
  assertEquals(await transactions.isPending(groupId, input, 1), true);
  assertEquals(await transactions.isPending(groupId, input, 0), false);

  await transaction.abort();
  await until(
    "the transaction is over",
    async () => (await transactions.former(transactionalId))?.outcome === "aborted",
  );
  await until(
    "its markers are written",
    async () => !await transactions.isPending(groupId, input, 1),
  );
  assertEquals(await transactions.openPartitions([input, output], producerId), new Map());

  const end = await cluster.highWatermark(output, 2);
  await transactions.complete({
    ...{ transactionalId, transactionTimeoutMs: 10_000, isCommit: true },
    ...{ groupId, partitions: new Map([[output, [2]]]) },
  });
  await until(
    "the completion is over",
    async () => (await transactions.former(transactionalId))?.outcome === "committed",
  );
  const isMarked = async () => await cluster.highWatermark(output, 2) === end + 1;
  await until("the partition without an end marker gets it", isMarked, 5_000);
  await producer.disconnect();
  await cluster.disconnect();
});
