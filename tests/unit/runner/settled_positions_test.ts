import { assertEquals, assertRejects } from "@std/assert";
import { FatalError, TaskLostError, TransientError } from "../../../src/errors.ts";
import type { CommittedPosition } from "../../../src/kafka/position_client.ts";
import { settledPositions } from "../../../src/runner/settled_positions.ts";
import { ManualTime } from "../../support/manual_time.ts";
import { Coordinators, listed } from "./coordinators.ts";
import { membershipOf, sessionOf, sumSettings } from "./sums.ts";

const transactionTimeoutMs = 10_000;
const position: CommittedPosition = { offset: 5, memo: "sum 5" };

/** A member with partitions 0 and 1; open transactions may move the offsets in `pending`. */
function scene(pending: Set<number>) {
  const coordinators = new Coordinators();
  const asked: (readonly number[])[] = [];
  const askSettled = (_group: string, _topic: string, partitions: readonly number[]) => {
    asked.push(partitions);
    const settled = partitions.filter((partition) => !pending.has(partition));
    return Promise.resolve({
      settled: new Map(settled.map((partition) => [partition, partition === 0 ? position : null])),
      waiting: partitions.filter((partition) => pending.has(partition)),
    });
  };
  const cluster = { ...coordinators.cluster, positions: { askSettled } };
  const { settings, events } = sumSettings({ cluster, transactionTimeoutMs });
  const membership = membershipOf({ partitions: [0, 1] });
  const life = { isOver: false, moves: 0 };
  const assertAlive = () => {
    if (life.isOver) throw new TaskLostError("the group moves on");
  };
  const session = sessionOf(membership, {
    ...{ member: { membership, assertAlive }, watchdog: { move: () => life.moves++ } },
  });
  const reading = () => settledPositions(settings, session);
  return { coordinators, asked, events, life, reading };
}

const told = {
  event: "waiting",
  stage: "enrich",
  reason: "an open transaction may still move the offsets of partitions 0",
} as const;

Deno.test("positions that no transaction can move are read with one question", async () => {
  const { coordinators, asked, events, reading } = scene(new Set());
  assertEquals(await reading(), new Map([[0, position], [1, null]]));
  assertEquals([asked, coordinators.asked, events], [[[0, 1]], [], []]);
});

Deno.test("a position is not read while a transaction may move it, and only that one is waited for", async () => {
  using time = new ManualTime();
  const pending = new Set([0]);
  const { asked, events, life, reading } = scene(pending);
  const found = reading();
  await time.pass(15);
  assertEquals(asked.slice(0, 3), [[0, 1], [0], [0]]);
  pending.clear();
  await time.pass(20);
  assertEquals(await found, new Map([[0, position], [1, null]]));
  assertEquals([events, life.moves], [[], asked.length]);
});

Deno.test("whoever left a transaction open is searched for after 20 ms, and then once a second", async () => {
  using time = new ManualTime();
  const pending = new Set([0]);
  const { coordinators, reading } = scene(pending);
  coordinators.all = [listed("dead-1")];
  const found = reading();
  await time.pass(15);
  assertEquals(coordinators.asked, []);
  await time.pass(20);
  const sweeps = () => coordinators.asked.filter((each) => each.startsWith("end")).length;
  assertEquals(sweeps(), 1);
  await time.pass(900);
  assertEquals(sweeps(), 1);
  await time.pass(900);
  assertEquals(sweeps(), 2);
  pending.clear();
  await time.pass(20);
  await found;
});

Deno.test("a wait is told once, after a second", async () => {
  using time = new ManualTime();
  const pending = new Set([0]);
  const { events, reading } = scene(pending);
  const found = reading();
  await time.pass(1_000);
  assertEquals(events, []);
  await time.pass(1_500);
  assertEquals(events, [told]);
  pending.clear();
  await time.pass(20);
  await found;
});

Deno.test("missing end markers are written after 3 seconds, and nobody knows an outcome after 9", async () => {
  using time = new ManualTime();
  const { coordinators, reading } = scene(new Set([0]));
  coordinators.all = [listed("dead-1", "CompleteCommit"), listed("m-2", "CompleteAbort")];
  const failure = assertRejects(reading, FatalError, "end marker");
  const members = () => coordinators.completions.map((each) => each.transactionalId.split("~")[1]);
  await time.pass(2_990);
  assertEquals(members(), []);
  await time.pass(100);
  assertEquals(members(), ["dead-1"]);
  await time.pass(3_100);
  assertEquals(members(), ["dead-1", "dead-1", "m-2"]);
  await time.pass(3_100);
  await failure;
});

Deno.test("a transaction that stays open is waited for longer than the brokers let it live", async () => {
  using time = new ManualTime();
  const { coordinators, reading } = scene(new Set([0]));
  coordinators.all = [listed("m-2")];
  let error: unknown = null;
  reading().catch((reason) => error = reason);
  await time.pass(transactionTimeoutMs + 10_000);
  assertEquals(error, null);
  await time.pass(transactionTimeoutMs + 100);
  assertEquals(error instanceof TransientError, true);
});

Deno.test("a wait ends when the group has removed the member", async () => {
  using time = new ManualTime();
  const { life, reading } = scene(new Set([0]));
  const failure = assertRejects(reading, TaskLostError);
  await time.pass(10);
  life.isOver = true;
  await time.pass(20);
  await failure;
});
