import { assertEquals, assertRejects } from "@std/assert";
import { TransactionClient } from "../../../src/kafka/transaction_client.ts";
import { FakeCluster } from "../../support/fake_cluster.ts";
import { ManualTime } from "../../support/manual_time.ts";

const timeoutMs = 10_000;

/** A client whose coordinator answers a number of times with an error before it takes the id over. */
function clientOf(type: string, times: number) {
  let left = times;
  const cluster = new FakeCluster(({ name }) => {
    if (name === "initProducerId" && left-- > 0) {
      throw Object.assign(new Error("the broker said so"), { type });
    }
    return { producerId: "7", producerEpoch: 1 };
  });
  return { client: new TransactionClient(cluster), cluster };
}

Deno.test("end() asks again while the coordinator aborts the transaction, until it has ended", async () => {
  using time = new ManualTime();
  const { client, cluster } = clientOf("CONCURRENT_TRANSACTIONS", 3);
  const ending = client.end("app-1", timeoutMs);
  await time.pass(100);
  await ending;
  assertEquals(cluster.names, new Array(4).fill("initProducerId"));
});

Deno.test("complete() asks again while the coordinator still ends the transaction", async () => {
  using time = new ManualTime();
  const { client, cluster } = clientOf("CONCURRENT_TRANSACTIONS", 1);
  const partitions = new Map<string, readonly number[]>();
  const completing = client.complete({
    ...{ transactionalId: "app-1", transactionTimeoutMs: timeoutMs, isCommit: true },
    ...{ groupId: "g", partitions },
  });
  await time.pass(100);
  await completing;
  assertEquals(cluster.names, ["initProducerId", "initProducerId", "addOffsetsToTxn", "endTxn"]);
});

Deno.test("end() gives up after a second, and at once for any other error", async () => {
  using time = new ManualTime();
  const busy = clientOf("CONCURRENT_TRANSACTIONS", Infinity);
  const failure = assertRejects(() => busy.client.end("app-1", timeoutMs), Error, "said so");
  await time.pass(1_100);
  await failure;
  const fenced = clientOf("NOT_COORDINATOR_FOR_GROUP", Infinity);
  await assertRejects(() => fenced.client.end("app-1", timeoutMs), Error, "said so");
  assertEquals(fenced.cluster.names.length, 1);
});
