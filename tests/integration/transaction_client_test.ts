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
  const { transactions, positions } = cluster;
  const stateOf = async () => (await transactions.list(transactionalId))[0]?.state;
  const waiting = async () => (await positions.askSettled(groupId, input, [0, 1])).waiting;
  assertEquals(await cluster.committed(groupId, input, 1), null); // waits for the coordinator
  assertEquals(await stateOf(), undefined);

  const producer = scene.kafka.producer({ transactionalId, maxInFlightRequests: 1 });
  await producer.connect();
  const transaction = await producer.transaction();
  await transaction.send({ topic: output, messages: [{ value: "open", partition: 2 }] });
  const partitions = [{ partition: 1, offset: "7" }];
  await transaction.sendOffsets({
    consumerGroupId: groupId,
    topics: [{ topic: input, partitions }],
  });
  const [listed] = await transactions.list(transactionalId, ["Ongoing"]);
  assertEquals(listed?.state, "Ongoing");
  const { producerId } = listed!;
  const openIn = async () => (await transactions.openPartitions([input, output])).get(producerId);
  // For a moment, a broker denies that it leads a partition that it was just given.
  await until("the brokers know what they lead", async () => {
    return await openIn().then(() => true, isEarly);
  });
  assertEquals(await openIn(), new Map([[output, [2]]]));
  assertEquals(await waiting(), [1]);

  await transaction.abort();
  await until("the transaction is over", async () => await stateOf() === "CompleteAbort");
  await until("its markers are written", async () => (await waiting()).length === 0);
  assertEquals(await openIn(), undefined);

  const end = await cluster.highWatermark(output, 2);
  await transactions.complete({
    ...{ transactionalId, transactionTimeoutMs: 10_000, isCommit: true },
    ...{ groupId, partitions: new Map([[output, [2]]]) },
  });
  await until("the completion is over", async () => await stateOf() === "CompleteCommit");
  const isMarked = async () => await cluster.highWatermark(output, 2) === end + 1;
  await until("the partition without an end marker gets it", isMarked, 5_000);
  await producer.disconnect();
  await cluster.disconnect();
});
