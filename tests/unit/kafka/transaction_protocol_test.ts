import { assertEquals, assertRejects } from "@std/assert";
import { FatalError } from "../../../src/errors.ts";
import { transactionSupport } from "../../../src/kafka/transaction_protocol.ts";
import { FakeCluster, groupNode, modern, type Versions } from "../../support/fake_cluster.ts";

interface Brokers {
  readonly versions?: Versions | null;
  /** The finalized level of transaction.version; null if no feature is finalized. */
  readonly level?: number | null;
}

function clusterOf({ versions = modern, level = 2 }: Brokers): FakeCluster {
  const levels = level === null ? [] : [["transaction.version", level] as const];
  const cluster = new FakeCluster(() => new Map(levels));
  cluster.versions = versions;
  cluster.nodeIds = ["1", "2", "3"];
  return cluster;
}

async function supportOf(brokers: Brokers) {
  return await transactionSupport(clusterOf(brokers), "g");
}

Deno.test("Kafka 4 with transaction.version 2 supports the second protocol", async () => {
  const cluster = clusterOf({});
  assertEquals(await transactionSupport(cluster, "g"), {
    ...{ hasSecond: true, canList: true, brokers: 3 },
  });
  assertEquals(cluster.questions, ["coordinator of group g"]);
  assertEquals(cluster.asked.map(({ nodeId, name }) => [nodeId, name]), [
    [groupNode, "ApiVersions 3"],
  ]);
});

Deno.test("a later transaction.version includes the second protocol", async () => {
  assertEquals((await supportOf({ level: 3 })).hasSecond, true);
});

Deno.test("brokers that know EndTxn 5 do not support the second protocol before it is finalized", async () => {
  for (const level of [null, 0, 1]) assertEquals((await supportOf({ level })).hasSecond, false);
});

Deno.test("a cluster whose coordinator does not know EndTxn 5 yet uses the first protocol", async () => {
  const versions = { ...modern, 26: { maxVersion: 4 } };
  assertEquals((await supportOf({ versions })).hasSecond, false);
});

Deno.test("a broker that is too old to have features is not asked for them", async () => {
  const versions = { 9: { maxVersion: 7 }, 18: { maxVersion: 2 }, 28: { maxVersion: 3 } };
  const cluster = clusterOf({ versions });
  assertEquals(await transactionSupport(cluster, "g"), {
    ...{ hasSecond: false, canList: false, brokers: 3 },
  });
  assertEquals(cluster.asked, []);
});

const tooOld: Readonly<Record<string, Versions | null>> = {
  TxnOffsetCommit: { ...modern, 28: { maxVersion: 2 } },
  OffsetFetch: { ...modern, 9: { maxVersion: 6 } },
};

for (const [request, versions] of Object.entries(tooOld)) {
  Deno.test(`brokers without ${request} that checks the generation stop the process`, async () => {
    const error = await assertRejects(() => supportOf({ versions }), FatalError, request);
    assertEquals(error.action, "use Kafka 2.5 or later (KIP-447)");
  });
}

Deno.test("a broker that told no versions is too old", async () => {
  await assertRejects(() => supportOf({ versions: null }), FatalError);
});
