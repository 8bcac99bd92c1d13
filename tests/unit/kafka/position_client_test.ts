import { assertEquals, assertRejects } from "@std/assert";
import { FatalError, TransientError } from "../../../src/errors.ts";
import { PositionClient } from "../../../src/kafka/position_client.ts";
import type { PositionAnswer } from "../../../src/kafka/protocol/offset_fetch.ts";
import { FakeCluster, groupNode, type Script } from "../../support/fake_cluster.ts";
import { refusal } from "./writer_scene.ts";

function clientOf(script: Script) {
  const cluster = new FakeCluster(script, { logins: [1, 1, 1] });
  return { client: new PositionClient(cluster), cluster };
}

function position(partition: number, offset: number, code = 0): PositionAnswer {
  return { partition, offset, memo: offset < 0 ? "" : `memo ${offset}`, code };
}

Deno.test("askSettled() returns position and memo, and null for a partition without a commit", async () => {
  const { client, cluster } = clientOf(() => [position(0, 41), position(1, -1), position(2, 0)]);
  const { settled, waiting } = await client.askSettled("g", "logins", [0, 1, 2]);
  assertEquals(waiting, []);
  assertEquals(
    settled,
    new Map([
      [0, { offset: 41, memo: "memo 41" }],
      [1, null],
      [2, { offset: 0, memo: "memo 0" }],
    ]),
  );
  assertEquals(cluster.asked.map(({ nodeId, name }) => [nodeId, name]), [
    [groupNode, "OffsetFetch 7"],
  ]);
});

for (const code of [88, 14, 15, 16]) {
  Deno.test(`askSettled() takes a position that is answered with ${code} for open, never for missing`, async () => {
    const { client } = clientOf(() => [position(0, 41), position(1, -1, code)]);
    const { settled, waiting } = await client.askSettled("g", "logins", [0, 1]);
    assertEquals([[...settled.keys()], waiting], [[0], [1]]);
  });
}

Deno.test("askSettled() takes a partition that no answer names for open", async () => {
  const { client } = clientOf(() => [position(0, 41)]);
  assertEquals((await client.askSettled("g", "logins", [0, 1])).waiting, [1]);
});

Deno.test("askSettled() throws for any other code, and names a missing ACL", async () => {
  const answering = (code: number) => clientOf(() => [position(0, -1, code)]).client;
  for (const code of [25, 3, -1]) {
    await assertRejects(() => answering(code).askSettled("g", "logins", [0]), TransientError);
  }
  const group = () => answering(30).askSettled("g", "logins", [0]);
  await assertRejects(group, FatalError, "no DESCRIBE on Group g");
  const topic = () => answering(29).askSettled("g", "logins", [0]);
  await assertRejects(topic, FatalError, "no DESCRIBE on Topic logins");
});

Deno.test("settled() asks again, only for open positions, and keeps each first settled answer", async () => {
  const answers = [
    [position(0, 41), position(1, -1, 88), position(2, -1, 88)],
    [position(1, 7), position(2, -1, 88)],
    [position(2, -1)],
  ];
  const { client, cluster } = clientOf(() => answers.shift());
  assertEquals(
    await client.settled("g", "logins", [0, 1, 2]),
    new Map([[0, { offset: 41, memo: "memo 41" }], [1, { offset: 7, memo: "memo 7" }], [2, null]]),
  );
  const lengths = cluster.asked.map(({ bytes }) => bytes!.length);
  assertEquals(lengths.map((length) => length - lengths[2]!), [8, 4, 0]); // an int32 a partition
});

Deno.test("settled() gives up a position that stays open, and names group and partition", async () => {
  const { now } = performance;
  const { client, cluster } = clientOf(() => [position(0, 1), position(2, -1, 88)]);
  performance.now = () => now.call(performance) + cluster.asked.length * 11_000;
  try {
    const error = await assertRejects(
      () => client.settled("g", "logins", [0, 2]),
      TransientError,
      "group g in partition 2:",
    );
    assertEquals(error.message.endsWith("still open after 20 s"), true);
  } finally {
    performance.now = now;
  }
});

Deno.test("all() returns the positions in the order of the partitions, and null without a commit", async () => {
  const partitions = [
    { partition: 2, offset: "5", metadata: "memo 5" },
    { partition: 0, offset: "-1", metadata: "" },
  ];
  const { client } = clientOf(() => ({ responses: [{ topic: "logins", partitions }] }));
  assertEquals(await client.all("g", "logins"), [null, null, { offset: 5, memo: "memo 5" }]);
});

Deno.test("all() asks again while the coordinator moves", async () => {
  const types = ["NOT_COORDINATOR_FOR_GROUP", "GROUP_LOAD_IN_PROGRESS"];
  const { client, cluster } = clientOf(() => {
    const type = types.shift();
    if (type !== undefined) throw refusal(type);
    return { responses: [] };
  });
  assertEquals(await client.all("g", "logins"), [null, null, null]);
  assertEquals(cluster.names, ["offsetFetch", "offsetFetch", "offsetFetch"]);
});
