import { assertEquals, assertRejects } from "@std/assert";
import { FatalError, TransientError } from "../../../src/errors.ts";
import type { KafkajsCluster } from "../../../src/kafka/internals.ts";
import { type Outcome, TransactionClient } from "../../../src/kafka/transaction_client.ts";

/** A client whose coordinator reports one state after the other. */
function clientOf(
  states: readonly (readonly [state: string, epoch: number])[],
  errorCode = 0,
) {
  let at = 0;
  const answer = () => {
    const [state, producerEpoch] = states[at++]!;
    return Promise.resolve([{ errorCode, state, producerId: "7", producerEpoch }]);
  };
  const coordinator = { versions: { 65: { maxVersion: 0 } }, connectionPool: { send: answer } };
  const cluster = { findGroupCoordinator: () => Promise.resolve(coordinator) };
  return new TransactionClient(cluster as unknown as KafkajsCluster);
}

async function outcomesOf(
  ...states: readonly (readonly [state: string, epoch: number])[]
): Promise<(Outcome | undefined)[]> {
  const client = clientOf(states);
  const found: (Outcome | undefined)[] = [];
  for (const _ of states) found.push((await client.former("id"))?.outcome);
  return found;
}

Deno.test("former() returns the outcome of the latest transaction", async () => {
  assertEquals(await outcomesOf(["CompleteCommit", 0]), ["committed"]);
  assertEquals(await outcomesOf(["PrepareCommit", 0]), ["committed"]);
  assertEquals(await outcomesOf(["CompleteAbort", 0]), ["aborted"]);
  assertEquals(await outcomesOf(["Ongoing", 0]), ["unknown"]);
  assertEquals(await outcomesOf(["Empty", 0]), ["unknown"]);
});

Deno.test("former() keeps a known outcome after an interrupted takeover", async () => {
  const outcomes = await outcomesOf(["CompleteCommit", 3], ["Empty", 4], ["Empty", 5]);
  assertEquals(outcomes, ["committed", "committed", "committed"]);
});

Deno.test("former() forgets a known outcome once another process has taken over", async () => {
  assertEquals(await outcomesOf(["CompleteCommit", 3], ["Empty", 5]), ["committed", "unknown"]);
});

Deno.test("former() does not reuse an outcome for a newer transaction", async () => {
  assertEquals(await outcomesOf(["CompleteCommit", 3], ["Ongoing", 4]), ["committed", "unknown"]);
});

Deno.test("former() asks a loading coordinator again and does not assume that it has no transactions", async () => {
  await assertRejects(() => clientOf([["", 0]], 14).former("id"), TransientError);
});

Deno.test("former() returns null for an id without transactions", async () => {
  assertEquals(await clientOf([["", 0]], 105).former("id"), null);
});

/** A client whose only broker gives this answer to every request. */
function clientTold(
  answer: unknown,
  versions: object = { 9: { maxVersion: 9 }, 61: { maxVersion: 0 } },
) {
  const broker = { versions, connectionPool: { send: () => Promise.resolve(answer) } };
  const cluster = {
    addTargetTopic: () => Promise.resolve(),
    refreshMetadataIfNecessary: () => Promise.resolve(),
    findTopicPartitionMetadata: () => [{ partitionId: 0 }, { partitionId: 1 }],
    findLeaderForPartitions: () => ({ "1": [0, 1] }),
    findBroker: () => Promise.resolve(broker),
    findGroupCoordinator: () => Promise.resolve(broker),
  };
  return new TransactionClient(cluster as unknown as KafkajsCluster);
}

const told = (...codes: readonly number[]) =>
  codes.map((errorCode, partition) => ({ partition, errorCode, open: [] }));

Deno.test("openPartitions() throws if an ACL hides the producers of a partition", async () => {
  const client = clientTold(told(0, 29));
  const error = await assertRejects(() => client.openPartitions(["facts"], "7"), FatalError);
  assertEquals(error.message, "Kafka refused: no READ on Topic facts");
});

Deno.test("openPartitions() asks again after any other error, and about missing partitions", async () => {
  for (const code of [3, 6, 17, -1, 999]) {
    const client = clientTold(told(0, code));
    await assertRejects(() => client.openPartitions(["facts"], "7"), TransientError, `${code}`);
  }
  await assertRejects(() => clientTold(told(0)).openPartitions(["facts"], "7"), TransientError);
  assertEquals(await clientTold(told(0, 0)).openPartitions(["facts"], "7"), new Map());
});

Deno.test("isPending() treats every error code but that of a pending transaction as no answer", async () => {
  assertEquals(await clientTold([88, 0]).isPending("g", "logins", 0), true);
  assertEquals(await clientTold([0, 0]).isPending("g", "logins", 0), false);
  for (const code of [15, 25, -1]) {
    const client = clientTold([0, code]);
    await assertRejects(() => client.isPending("g", "logins", 0), TransientError);
  }
  const refused = clientTold([0, 30]);
  await assertRejects(() => refused.isPending("g", "logins", 0), FatalError, "DESCRIBE on Group g");
});

Deno.test("former() asks again if the coordinator leaves out the id", async () => {
  await assertRejects(() => clientTold([], { 65: { maxVersion: 0 } }).former("id"), TransientError);
  const refused = clientOf([["", 0]], 53);
  await assertRejects(() => refused.former("id-0"), FatalError, "DESCRIBE on TransactionalId id-0");
});

Deno.test("a broker that is too old for a request is known, and is not asked", async () => {
  const old = clientTold("never asked", { 9: { maxVersion: 7 } });
  assertEquals(await old.unknown("g"), ["DescribeTransactions", "DescribeProducers"]);
  assertEquals(await old.former("id"), null);
  assertEquals(await old.openPartitions(["facts"], "7"), new Map());
});
