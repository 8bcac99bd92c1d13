import { assertEquals, assertRejects } from "@std/assert";
import type { GroupOffsets } from "../../../src/kafka/protocol/txn_offset_commit.ts";
import type { InputBatch } from "../../../src/pipeline/record.ts";
import { Doorbell } from "../../../src/runner/doorbell.ts";
import type { PartitionTask } from "../../../src/runner/partition_task.ts";
import { processAll } from "../../../src/runner/process_all.ts";
import type { StageEvent } from "../../../src/runner/stage_event.ts";
import { inputRecord } from "../../support/logins.ts";
import { ManualTime, turns } from "../../support/manual_time.ts";
import { Brokers } from "./brokers.ts";
import { membershipOf, noAnswer, sessionOf, type Sum, sumSettings, taskOf } from "./sums.ts";

/** Partitions 0 and 1, whose leaders are nodes 0 and 1, processed until `stop`. */
async function scene(change: Parameters<typeof sumSettings>[0] = {}) {
  const brokers = new Brokers([0, 1]);
  const commits: (readonly [partition: number, offset: number][])[] = [];
  const gates = { write: Promise.resolve(), commit: Promise.resolve() };
  const next = () => ({
    write: (_: unknown, { partitions }: GroupOffsets) => {
      commits.push(partitions.map(({ partition, offset }) => [partition, offset]));
      return gates.write;
    },
    commit: () => gates.commit,
  });
  const all = () => Promise.resolve([{ offset: 1, memo: "sum 1" }]);
  const { settings, events } = sumSettings({ cluster: { positions: { all } }, ...change });
  const tasks = new Map([0, 1].map((partition) => [partition, taskOf(partition)] as const));
  const watched: string[] = [];
  const watch = (what: string) => () => void watched.push(what);
  const watchdog = { begin: watch("begin"), end: watch("end"), fetched: watch("fetched") };
  const membership = membershipOf({ partitions: [0, 1] });
  const bell = new Doorbell();
  const life = { isOver: false, hasEnded: false };
  const committed: PartitionTask<Sum>[] = [];
  const running = processAll(settings, {
    ...{ session: sessionOf(membership, { writers: { next }, watchdog }), tasks, bell },
    ...{ cluster: brokers.cluster, isOver: () => life.isOver },
    onCommitted: (task) => void committed.push(task),
  }).finally(() => life.hasEnded = true);
  running.catch(() => {});
  const stop = () => {
    life.isOver = true;
    bell.ring();
  };
  await turns();
  return { brokers, commits, gates, events, watched, life, committed, stop, running };
}

function countOf(events: readonly StageEvent[], name: StageEvent["event"]): number {
  return events.filter(({ event }) => event === name).length;
}

Deno.test(
  "what a fetch brings is one transaction, and the next fetch goes on after it",
  async () => {
    const { brokers, commits, committed, watched, events, stop, running } = await scene();
    assertEquals([brokers.openAt(0), brokers.openAt(1)], [{ 0: 0 }, { 1: 0 }]);
    brokers.answer(0, { 0: 5 });
    brokers.answer(1, { 1: 7 });
    await turns();
    assertEquals(commits, [[[0, 5], [1, 7]]]);
    assertEquals(committed.map(({ partition, position }) => [partition, position]), [[0, 5], [
      1,
      7,
    ]]);
    assertEquals([brokers.openAt(0), brokers.openAt(1)], [{ 0: 5 }, { 1: 7 }]);
    assertEquals([...brokers.asked.values()].map(({ length }) => length), [2, 2]);
    assertEquals(watched, ["fetched", "fetched", "begin", "end"]);
    assertEquals([countOf(events, "fetched"), countOf(events, "committed")], [2, 1]);
    stop();
    await running;
  },
);

Deno.test(
  "nothing is fetched twice, even if it arrives while a transaction is written",
  async () => {
    const { brokers, commits, gates, stop, running } = await scene();
    const writing = Promise.withResolvers<void>();
    gates.write = writing.promise;
    brokers.answer(0, { 0: 5 });
    await turns();
    brokers.answer(1, { 1: 7 });
    await turns();
    writing.resolve();
    await turns();
    assertEquals(commits, [[[0, 5]], [[1, 7]]]);
    assertEquals(Object.fromEntries(brokers.asked), {
      0: [{ 0: 0 }, { 0: 5 }],
      1: [{ 1: 0 }, { 1: 7 }],
    });
    stop();
    await running;
  },
);

Deno.test(
  "the next fetch begins when records and offsets are written, before the commit",
  async () => {
    const { brokers, gates, stop, running } = await scene();
    const [writing, committing] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    Object.assign(gates, { write: writing.promise, commit: committing.promise });
    brokers.answer(0, { 0: 5 });
    await turns();
    assertEquals(brokers.openAt(0), null);
    writing.resolve();
    await turns();
    assertEquals(brokers.openAt(0), { 0: 5 });
    committing.resolve();
    stop();
    await running;
  },
);

Deno.test("with a pause between transactions, the next fetch waits for its end", async () => {
  using time = new ManualTime();
  const { brokers, gates, stop, running } = await scene({ pauseFactor: 2 });
  const committing = Promise.withResolvers<void>();
  gates.commit = committing.promise;
  brokers.answer(0, { 0: 5 });
  await time.pass(10);
  assertEquals(brokers.openAt(0), null);
  committing.resolve();
  await time.pass(19);
  assertEquals(brokers.openAt(0), null);
  await time.pass(1);
  await turns();
  assertEquals(brokers.openAt(0), { 0: 5 });
  stop();
  await running;
});

Deno.test(
  "an ownership that is over ends when no transaction is under way any more",
  async () => {
    const { brokers, gates, commits, life, stop, running } = await scene();
    brokers.answer(0, { 0: 1 }); // the first transaction is never ahead
    await turns();
    const committing = Promise.withResolvers<void>();
    gates.commit = committing.promise;
    brokers.answer(0, { 0: 5 });
    await turns();
    stop();
    brokers.answer(0, { 0: 6 });
    await turns();
    assertEquals([life.hasEnded, commits.at(-1)], [false, [[0, 5]]]);
    committing.resolve();
    await running;
    assertEquals(commits.length, 2);
  },
);

Deno.test("a failed fetch, and a failed commit, end an ownership", async () => {
  const fetching = await scene();
  fetching.brokers.fail(1, new Error("no leader"));
  await assertRejects(() => fetching.running, Error, "no leader");
  const committing = await scene();
  committing.brokers.answer(0, { 0: 1 });
  await turns();
  const gate = Promise.withResolvers<void>();
  committing.gates.commit = gate.promise;
  committing.brokers.answer(0, { 0: 5 });
  await turns();
  gate.reject(new Error("no answer"));
  await assertRejects(() => committing.running, Error, "no answer");
});

Deno.test("a partition that waits for a schema delays no other", async () => {
  const answer = Promise.withResolvers<never>();
  const codecsFor = ({ partition }: InputBatch) => partition === 1 ? answer.promise : new Map();
  const { brokers, commits, events, stop, running } = await scene({ codecsFor });
  brokers.answer(1, { 1: 7 });
  await turns();
  brokers.answer(0, { 0: 5 });
  await turns();
  assertEquals([commits, brokers.openAt(0), brokers.openAt(1)], [[[[0, 5]]], { 0: 5 }, null]);
  using time = new ManualTime();
  answer.reject(noAnswer());
  await turns();
  assertEquals([countOf(events, "paused"), brokers.openAt(1)], [1, null]);
  await time.pass(2_000);
  assertEquals([countOf(events, "resumed"), brokers.openAt(1)], [1, { 1: 0 }]);
  stop();
  await running;
});

Deno.test(
  "records before the first without a schema are committed, and then their partition pauses",
  async () => {
    using time = new ManualTime();
    const isReadable = ({ records }: InputBatch) => records.every(({ offset }) => offset < 3);
    const codecsFor = (batch: InputBatch) =>
      isReadable(batch) ? new Map() : Promise.reject(noAnswer(3));
    const { brokers, commits, gates, events, stop, running } = await scene({ codecsFor });
    const committing = Promise.withResolvers<void>();
    gates.commit = committing.promise;
    const records = [0, 1, 2, 3, 4].map((offset) => inputRecord(null, { offset }));
    brokers.answer(0, { 0: 5 }, records);
    await time.pass(10);
    assertEquals([commits, countOf(events, "paused")], [[[[0, 3]]], 0]);
    assertEquals(brokers.openAt(0), null);
    committing.resolve();
    await time.pass(1_999);
    assertEquals([countOf(events, "paused"), brokers.openAt(0)], [1, null]);
    await time.pass(1);
    await turns();
    assertEquals([countOf(events, "resumed"), brokers.openAt(0)], [1, { 0: 3 }]);
    stop();
    await running;
  },
);
