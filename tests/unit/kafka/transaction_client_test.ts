import { assertEquals, assertRejects } from "@std/assert";
import { FatalError, TransientError } from "../../../src/errors.ts";
import { TransactionClient } from "../../../src/kafka/transaction_client.ts";
import {
  type Asked,
  FakeCluster,
  type Script,
  transactionNode,
} from "../../support/fake_cluster.ts";

const timeoutMs = 10_000;

/** A client of three brokers that answer like this. Each of them leads a partition of "facts". */
function clientOf(script: Script) {
  const cluster = new FakeCluster(script, { facts: [1, 2, 3], counts: [2] });
  cluster.nodeIds = ["1", "2", "3"];
  return { client: new TransactionClient(cluster), cluster };
}

function listed(...ids: readonly string[]) {
  const transactions = ids.map((transactionalId) => ({
    ...{ transactionalId, producerId: 7n, state: "Ongoing" },
  }));
  return { code: 0, transactions };
}

Deno.test("list() asks each broker, and returns the ids with the prefix only", async () => {
  const answers: Readonly<Record<string, unknown>> = {
    "1": listed("app-~a~0", "application-~b~0"),
    "2": listed(),
    "3": listed("app-~c~4", "other"),
  };
  const { client, cluster } = clientOf(({ nodeId }) => answers[nodeId]);
  const found = await client.list("app-~", ["Ongoing"]);
  assertEquals(found.map(({ transactionalId }) => transactionalId), ["app-~a~0", "app-~c~4"]);
  assertEquals(cluster.asked.map(({ nodeId, name }) => [nodeId, name]), [
    ...[["1", "ListTransactions 0"], ["2", "ListTransactions 0"], ["3", "ListTransactions 0"]],
  ]);
});

Deno.test("list() asks the brokers of a cluster that has just connected, and knows none yet", async () => {
  const { client, cluster } = clientOf(() => listed("app-1"));
  cluster.brokerPool = { metadata: null };
  cluster.nodeIds = [];
  cluster.onRefresh = () => cluster.nodeIds = ["1"];
  assertEquals((await client.list("app")).length, 1);
  assertEquals(await client.known("app", ["app-1", "app-2"]), ["app-1"]);
});

Deno.test("list() asks for the states that it is given, or for all", async () => {
  const { client, cluster } = clientOf(() => listed());
  cluster.nodeIds = ["1"];
  await client.list("app", ["Ongoing"]);
  await client.list("app");
  const [some, all] = cluster.asked.map(({ bytes }) => String(bytes));
  assertEquals([some!.includes("Ongoing"), all!.includes("Ongoing")], [true, false]);
});

for (const code of [14, 15, 16]) {
  Deno.test(`list() takes a coordinator that answers ${code} for one without transactions`, async () => {
    const { client } = clientOf(({ nodeId }) =>
      nodeId === "2" ? { code, transactions: [] } : listed(`app-${nodeId}`)
    );
    assertEquals((await client.list("app")).length, 2);
  });
}

Deno.test("list() asks no broker that is too old for the request", async () => {
  const { client, cluster } = clientOf(() => listed("app-1"));
  cluster.versions = { 28: { maxVersion: 3 } };
  assertEquals(await client.list("app"), []);
  assertEquals(cluster.asked, []);
});

Deno.test("list() throws for any other code, and names a missing ACL", async () => {
  const answering = (code: number) => clientOf(() => ({ code, transactions: [] })).client;
  await assertRejects(() => answering(-1).list("app"), TransientError);
  const text = "no DESCRIBE on TransactionalId app";
  await assertRejects(() => answering(53).list("app"), FatalError, text);
});

Deno.test("end() registers the id anew at its coordinator, which ends its transaction", async () => {
  const { client, cluster } = clientOf(() => ({ producerId: "7", producerEpoch: 1 }));
  await client.end("app-1", timeoutMs);
  const [{ nodeId, name, request }] = cluster.asked as [Asked];
  assertEquals([nodeId, name], [transactionNode, "initProducerId"]);
  assertEquals(request, { transactionalId: "app-1", transactionTimeout: timeoutMs });
  assertEquals(cluster.questions, ["coordinator of transaction app-1"]);
});

/** Brokers that lead partitions with these open producers; a partition is left out without any. */
function withOpen(open: Readonly<Record<string, readonly (readonly [number, bigint[]])[]>>) {
  return clientOf(({ nodeId, bytes }) => {
    const topic = String(bytes).includes("facts") ? "facts" : "counts";
    return (open[`${nodeId} ${topic}`] ?? []).map(([partition, producers]) => ({
      ...{ partition, code: 0, open: producers },
    }));
  });
}

Deno.test("openPartitions() returns all partitions with an open transaction, by producer", async () => {
  const { client, cluster } = withOpen({
    "1 facts": [[0, [7n, 9n]]],
    "2 facts": [[1, []]],
    "3 facts": [[2, [7n]]],
    "2 counts": [[0, [7n]]],
  });
  assertEquals(
    await client.openPartitions(["facts", "counts"]),
    new Map([
      [7n, new Map([["facts", [0, 2]], ["counts", [0]]])],
      [9n, new Map([["facts", [0]]])],
    ]),
  );
  assertEquals(cluster.asked.length, 4);
});

Deno.test("openPartitions() throws for a partition that no answer names", async () => {
  const { client } = withOpen({ "1 facts": [[0, []]], "2 facts": [[1, []]] });
  const text = "facts[2]";
  await assertRejects(() => client.openPartitions(["facts"]), TransientError, text);
});

Deno.test("openPartitions() throws for an error code, and names a missing ACL", async () => {
  const told = (code: number) =>
    clientOf(() => [0, 1, 2].map((partition) => ({ partition, code, open: [] }))).client;
  for (const code of [3, 6, 17, -1, 999]) {
    await assertRejects(() => told(code).openPartitions(["facts"]), TransientError, "facts[");
  }
  const text = "Kafka refused: no READ on Topic facts";
  await assertRejects(() => told(29).openPartitions(["facts"]), FatalError, text);
});

Deno.test("openPartitions() asks no broker that is too old for the request", async () => {
  const { client, cluster } = withOpen({});
  cluster.versions = { 66: { maxVersion: 0 } };
  assertEquals(await client.openPartitions(["facts"]), new Map());
  assertEquals(cluster.asked, []);
});

const completion = { transactionalId: "app-1", transactionTimeoutMs: timeoutMs, isCommit: true };

Deno.test("complete() repeats the end of a transaction under a new epoch", async () => {
  const owner = { transactionalId: "app-1", producerId: "7", producerEpoch: 3 };
  const { client, cluster } = clientOf(() => ({ producerId: "7", producerEpoch: 3 }));
  const partitions = new Map([["facts", [0, 2]]]);
  await client.complete({ ...completion, groupId: "g", partitions });
  assertEquals(cluster.asked.map(({ nodeId, name, request }) => [nodeId, name, request]), [
    [transactionNode, "initProducerId", {
      transactionalId: "app-1",
      transactionTimeout: timeoutMs,
    }],
    [transactionNode, "addPartitionsToTxn", {
      ...{ ...owner, topics: [{ topic: "facts", partitions: [0, 2] }] },
    }],
    [transactionNode, "addOffsetsToTxn", { ...owner, groupId: "g" }],
    [transactionNode, "endTxn", { ...owner, transactionResult: true }],
  ]);
});

Deno.test("complete() aborts what was aborted, and leaves out what has its end marker", async () => {
  const { client, cluster } = clientOf(() => ({ producerId: "7", producerEpoch: 3 }));
  const partitions = new Map([["facts", [0]]]);
  await client.complete({ ...completion, isCommit: false, groupId: null, partitions });
  await client.complete({ ...completion, groupId: "g", partitions: new Map() });
  assertEquals(cluster.names, [
    ...["initProducerId", "addPartitionsToTxn", "endTxn"],
    ...["initProducerId", "addOffsetsToTxn", "endTxn"],
  ]);
  const { transactionResult } = cluster.asked[2]!.request as { transactionResult: boolean };
  assertEquals(transactionResult, false);
});
