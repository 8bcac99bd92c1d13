import { assertEquals, assertRejects } from "@std/assert";
import { GroupClient } from "../../src/kafka/group_client.ts";
import { loadKafkajs } from "../../src/kafka/kafkajs.ts";
import { quietLog } from "../../src/kafka/quiet_log.ts";
import { FakeGroup } from "../support/fake_group.ts";
import { withKafkajs } from "../support/with_kafkajs.ts";

async function memberOf(cluster: FakeGroup): Promise<GroupClient> {
  await loadKafkajs();
  return await GroupClient.create({
    ...{ cluster, groupId: "g", topic: "logins", logCreator: quietLog },
    ...{ sessionTimeoutMs: 10_000, rebalanceTimeoutMs: 20_000 },
  });
}

function refusal(type: string): Error {
  return Object.assign(new Error(type), { type });
}

withKafkajs(
  "a member has id, generation and partitions of the generation that it joined",
  async () => {
    const cluster = new FakeGroup();
    const member = await memberOf(cluster);
    assertEquals(member.memberId, null);
    assertEquals(await member.join(), {
      ...{ groupId: "g", topic: "logins", memberId: "member-1", generation: 1, isLeader: true },
      partitions: [0, 1],
    });
    assertEquals(member.memberId, "member-1");
  },
);

withKafkajs(
  "a membership stays that of its generation while the member joins the next one",
  async () => {
    const cluster = new FakeGroup();
    const member = await memberOf(cluster);
    const former = await member.join();
    const { promise, resolve } = Promise.withResolvers<void>();
    cluster.synced = promise;
    cluster.partitions = [1];
    let isOver = false;
    const joining = member.join().finally(() => isOver = true);
    while (cluster.syncs.length < 2) await new Promise((resolve) => setTimeout(resolve, 1));
    // By now kafkajs has the new generation, and still the partitions of the former one.
    assertEquals([isOver, former.generation, former.partitions], [false, 1, [0, 1]]);
    resolve();
    const next = await joining;
    assertEquals([next.memberId, next.generation, next.partitions], ["member-1", 2, [1]]);
    assertEquals([former.generation, former.partitions], [1, [0, 1]]);
  },
);

withKafkajs("a member joins again under its id", async () => {
  const cluster = new FakeGroup();
  const member = await memberOf(cluster);
  await member.join();
  await member.join();
  assertEquals(cluster.joins.map(({ memberId }) => memberId), ["", "member-1"]);
});

withKafkajs("a member that the group does not know joins as a new one", async () => {
  const cluster = new FakeGroup();
  const member = await memberOf(cluster);
  await member.join();
  cluster.heartbeatErrors = [refusal("UNKNOWN_MEMBER_ID")];
  await assertRejects(() => member.beat(0), Error, "UNKNOWN_MEMBER_ID");
  assertEquals(member.memberId, null);
  assertEquals((await member.join()).memberId, "member-2");
  assertEquals(cluster.joins.map(({ memberId }) => memberId), ["", ""]);
});

withKafkajs(
  "a member keeps its id when the group moves on, or when a heartbeat is lost",
  async () => {
    const cluster = new FakeGroup();
    const member = await memberOf(cluster);
    await member.join();
    for (const type of ["REBALANCE_IN_PROGRESS", "ILLEGAL_GENERATION", "REQUEST_TIMED_OUT"]) {
      cluster.heartbeatErrors = [refusal(type)];
      await assertRejects(() => member.beat(0), Error, type);
      assertEquals(member.memberId, "member-1");
    }
  },
);

withKafkajs(
  "a heartbeat names member and generation, and is sent once in its interval",
  async () => {
    const cluster = new FakeGroup();
    const member = await memberOf(cluster);
    await member.join();
    await member.beat(0);
    await member.beat(60_000);
    assertEquals(cluster.heartbeats, [
      { groupId: "g", memberId: "member-1", groupGenerationId: 1 } as typeof cluster.heartbeats[0],
    ]);
  },
);

withKafkajs("a member offers one assigner only, which no version up to 0.1 has", async () => {
  const cluster = new FakeGroup();
  await (await memberOf(cluster)).join();
  const [{ groupProtocols }] = cluster.joins as [typeof cluster.joins[0]];
  assertEquals(groupProtocols.map(({ name }) => name), ["login-pipeline-2"]);
  const [{ groupAssignment }] = cluster.syncs as [typeof cluster.syncs[0]];
  assertEquals(groupAssignment.map(({ memberId }) => memberId), ["member-1"]);
});

withKafkajs("a member leaves its group once, and not before it has joined", async () => {
  const cluster = new FakeGroup();
  const member = await memberOf(cluster);
  await member.leave();
  assertEquals(cluster.asked, []);
  await member.join();
  await member.leave();
  await member.leave();
  assertEquals(cluster.asked.map(({ name, request }) => [name, request]), [
    ["leaveGroup", { groupId: "g", memberId: "member-1" }],
  ]);
  assertEquals(member.memberId, null);
});
