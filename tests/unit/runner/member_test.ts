import { assertEquals, assertThrows } from "@std/assert";
import { TaskLostError } from "../../../src/errors.ts";
import type { GroupClient } from "../../../src/kafka/group_client.ts";
import { heartbeatIntervalMs, Member } from "../../../src/runner/member.ts";
import { ManualTime } from "../../support/manual_time.ts";
import { membershipOf } from "./sums.ts";

const sessionTimeoutMs = 15 * heartbeatIntervalMs;

/** A member, what it has told, and how its group answers heartbeats. */
function scene({ isLeader = false } = {}) {
  const told = { beats: 0, losses: 0, checks: 0 };
  const group = {
    answer: (): Promise<void> => Promise.resolve(),
    beat: () => group.answer(),
  };
  const topic = { hasNewPartitions: () => Promise.resolve(false) };
  const member = new Member(membershipOf({ isLeader }), {
    group: group as unknown as GroupClient,
    sessionTimeoutMs,
    onBeat: () => void told.beats++,
    onLost: () => void told.losses++,
    hasNewPartitions: () => (told.checks++, topic.hasNewPartitions()),
  });
  return { member, told, group, topic };
}

/** How a group answers with an error of the Kafka protocol, or of the connection. */
function refusing(type?: string): () => Promise<void> {
  const error = Object.assign(new Error("the broker said so"), type === undefined ? {} : { type });
  return () => Promise.reject(error);
}

Deno.test("a member sends heartbeats until it is stopped", async () => {
  using time = new ManualTime();
  const { member, told } = scene();
  await time.pass(4 * heartbeatIntervalMs);
  assertEquals(told.beats, 4);
  member.assertAlive();
  member.stop();
  await time.pass(1_000);
  assertEquals([told.beats, told.losses, time.timers], [4, 0, 0]);
});

Deno.test("a member that works beats at each turn, and an idle one at each third", async () => {
  using time = new ManualTime();
  const { member, told } = scene();
  await time.pass(60 * heartbeatIntervalMs);
  const before = told.beats;
  await time.pass(30 * heartbeatIntervalMs);
  assertEquals(told.beats - before, 10);
  for (let round = 0; round < 3; round++) {
    member.work();
    await time.pass(4 * heartbeatIntervalMs);
  }
  assertEquals(told.beats - before, 10 + 12);
});

Deno.test("a member is lost as soon as the group moves on, and says so once", async () => {
  const types = ["REBALANCE_IN_PROGRESS", "ILLEGAL_GENERATION", "UNKNOWN_MEMBER_ID"];
  for (const type of [...types, "NOT_COORDINATOR_FOR_GROUP", "GROUP_AUTHORIZATION_FAILED"]) {
    using time = new ManualTime();
    const { member, told, group } = scene({ isLeader: true });
    group.answer = refusing(type);
    await time.pass(heartbeatIntervalMs);
    assertEquals([member.isLost, told.losses], [true, 1], type);
    const error = assertThrows(() => member.assertAlive(), TaskLostError, "the broker said so");
    assertEquals(error.cause instanceof Error, true);
    member.giveUp();
    await time.pass(60_000);
    assertEquals([told.losses, told.beats, time.timers], [1, 0, 0], type);
  }
});

Deno.test("a broken connection does not end a membership before its session does", async () => {
  using time = new ManualTime();
  const { member, told, group } = scene();
  await time.pass(2 * heartbeatIntervalMs);
  group.answer = refusing();
  await time.pass(sessionTimeoutMs);
  assertEquals(member.isLost, false);
  group.answer = () => Promise.resolve();
  await time.pass(heartbeatIntervalMs);
  group.answer = refusing();
  await time.pass(sessionTimeoutMs);
  assertEquals([member.isLost, told.losses], [false, 0]);
  await time.pass(3 * heartbeatIntervalMs);
  assertEquals([member.isLost, told.losses], [true, 1]);
});

Deno.test("a member that gives up is lost, because it has to ask the group again", async () => {
  using time = new ManualTime();
  const { member, told } = scene();
  member.giveUp();
  assertEquals([member.isLost, told.losses, time.timers], [true, 1, 0]);
  assertThrows(() => member.assertAlive(), TaskLostError, "ask the group again");
  await time.pass(1_000);
});

Deno.test("the leader is lost when the topic has new partitions", async () => {
  using time = new ManualTime();
  const { member, told, topic } = scene({ isLeader: true });
  await time.pass(15_000);
  topic.hasNewPartitions = () => Promise.reject(new Error("no broker"));
  await time.pass(15_000);
  assertEquals([member.isLost, told.checks], [false, 2]);
  topic.hasNewPartitions = () => Promise.resolve(true);
  await time.pass(15_000);
  assertEquals([member.isLost, told.losses, told.checks], [true, 1, 3]);
});

Deno.test("only the leader looks for new partitions", async () => {
  using time = new ManualTime();
  const { member, told } = scene();
  await time.pass(60_000);
  member.stop();
  assertEquals(told.checks, 0);
});

Deno.test("a heartbeat that fails after the member stopped is no loss", async () => {
  using time = new ManualTime();
  const { member, told, group } = scene();
  const answer = Promise.withResolvers<void>();
  group.answer = () => answer.promise;
  await time.pass(heartbeatIntervalMs);
  member.stop();
  answer.reject(Object.assign(new Error("gone"), { type: "UNKNOWN_MEMBER_ID" }));
  await time.pass(heartbeatIntervalMs);
  assertEquals([told.losses, member.isLost], [0, false]);
});
