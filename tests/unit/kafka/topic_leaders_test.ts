import { assertEquals } from "@std/assert";
import {
  askLeaders,
  byLeader,
  leadersOf,
  noLeader,
  partitionsOf,
} from "../../../src/kafka/topic_leaders.ts";
import { FakeCluster } from "../../support/fake_cluster.ts";

function clusterOf(): FakeCluster {
  return new FakeCluster(({ nodeId }) => nodeId, { facts: [2, 1, 2, -1], counts: [1] });
}

Deno.test("leadersOf() searches the metadata of a topic once, however often it is asked", () => {
  const cluster = clusterOf();
  for (let turn = 0; turn < 3; turn++) {
    assertEquals(leadersOf(cluster, "facts").get(0), "2");
    assertEquals(leadersOf(cluster, "counts").get(0), "1");
  }
  assertEquals(cluster.questions, ["partitions of facts", "partitions of counts"]);
});

Deno.test("leadersOf() knows the new leaders once the metadata is refreshed", async () => {
  const cluster = clusterOf();
  assertEquals(leadersOf(cluster, "facts").get(1), "1");
  cluster.topics = { facts: [2, 3, 2, 2] };
  assertEquals(leadersOf(cluster, "facts").get(1), "1");
  await cluster.refreshMetadata();
  assertEquals(leadersOf(cluster, "facts").get(1), "3");
});

Deno.test("leadersOf() knows no leader without metadata, or of an unknown topic", () => {
  const cluster = clusterOf();
  assertEquals(leadersOf(cluster, "unknown"), new Map());
  cluster.brokerPool = { metadata: null };
  assertEquals(leadersOf(cluster, "facts"), new Map());
});

Deno.test("two clusters do not share what they know", () => {
  const [one, other] = [clusterOf(), clusterOf()];
  other.topics = { facts: [7] };
  assertEquals([leadersOf(one, "facts").get(0), leadersOf(other, "facts").get(0)], ["2", "7"]);
});

Deno.test("byLeader() groups only the given partitions; one without a leader belongs to none", () => {
  const groups = byLeader(clusterOf(), "facts", [0, 2, 3, 9]);
  assertEquals(groups, new Map([["2", [0, 2]], [noLeader, [3, 9]]]));
});

Deno.test("askLeaders() asks each leader once about all partitions that it leads", async () => {
  const asked: (readonly number[])[] = [];
  const answers = await askLeaders(clusterOf(), "facts", [0, 1, 2], async (broker, led) => {
    asked.push(led);
    const nodeId = await broker.endTxn({});
    return led.map((partition) => `${partition} at ${nodeId}`);
  });
  assertEquals(asked, [[0, 2], [1]]);
  assertEquals(answers.toSorted(), ["0 at 2", "1 at 1", "2 at 2"]);
});

Deno.test("partitionsOf() makes the cluster know the topic first", async () => {
  const cluster = clusterOf();
  assertEquals(await partitionsOf(cluster, "facts"), [0, 1, 2, 3]);
  assertEquals(cluster.questions, ["topic facts", "partitions of facts"]);
});
