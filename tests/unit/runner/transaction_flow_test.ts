import { assertEquals, assertRejects, assertThrows } from "@std/assert";
import { FatalError } from "../../../src/errors.ts";
import type { GroupOffsets } from "../../../src/kafka/protocol/txn_offset_commit.ts";
import { RefusedTimesError } from "../../../src/kafka/refused_times.ts";
import type { OutputRecord } from "../../../src/pipeline/record.ts";
import { noTime } from "../../../src/pipeline/record_time.ts";
import type { Changelog, Stage } from "../../../src/pipeline/stage.ts";
import { Budget } from "../../../src/runner/budget.ts";
import { TakenTimes } from "../../../src/runner/taken_times.ts";
import { TransactionFlow } from "../../../src/runner/transaction_flow.ts";
import type { Writers } from "../../../src/runner/writers.ts";
import { turns } from "../../support/manual_time.ts";
import { membershipOf, partOf, type Sum, sumSettings, sumStage, taskOf } from "./sums.ts";

const table = { topic: "counts" } as unknown as Changelog<Sum>;
const output = { topic: "facts", headers: [], timestamp: 99 } as unknown as OutputRecord;

/** A flow whose writers note what they are told, and wait or fail where a test says so. */
function scene(
  stage: Partial<Stage<Sum, number>> = {},
  memo = "sum 1",
  takenTimes = new TakenTimes(),
) {
  const log: string[] = [];
  const held = new Map<string, Promise<void>>();
  const sent: { outputs: readonly OutputRecord[]; offsets: GroupOffsets }[] = [];
  const note = async (what: string) => {
    log.push(what);
    await held.get(what);
  };
  let turn = 0;
  const next = () => {
    const number = ++turn;
    const write = (outputs: readonly OutputRecord[], offsets: GroupOffsets) => {
      sent.push({ outputs, offsets });
      return note(`write ${number}`);
    };
    return { write, commit: () => note(`commit ${number}`) };
  };
  const all = async () => {
    await note("read rules");
    return [{ offset: 1, memo }];
  };
  const budget = new Budget(100);
  const { settings, events } = sumSettings({
    ...{ stage: sumStage(stage), cluster: { positions: { all } }, budget, takenTimes },
  });
  const flow = new TransactionFlow(settings, membershipOf(), { next } as unknown as Writers, {
    onWritten: () => void log.push("written"),
    onCommitted: ({ task: { partition } }) => void log.push(`committed ${partition}`),
    onFailure: () => void log.push("failed"),
  });
  const hold = (what: string) => {
    const gate = Promise.withResolvers<void>();
    held.set(what, gate.promise);
    return gate;
  };
  /** Runs a first transaction of one record, so that the rules are confirmed. */
  const confirmed = async (task = taskOf()) => {
    await flow.run([partOf(task, 1)]);
    log.length = events.length = sent.length = 0;
    return task;
  };
  return { flow, log, hold, sent, events, confirmed, budget };
}

Deno.test("a transaction has the records and the offsets of all its parts, for its own generation", async () => {
  const process = (_: Sum, { records: { length } }: { records: { length: number } }) => {
    return { outputs: [output], change: length, memo: `sum ${length}`, facts: { read: length } };
  };
  const { flow, sent, log, events } = scene({ process });
  const [a, b] = [taskOf(0), taskOf(1)];
  await flow.run([partOf(a, 3), partOf(b, 5)]);
  const offsets = { groupId: "app-enrich", memberId: "m-1", generation: 3, topic: "user-login" };
  const partitions = [
    { partition: 0, offset: 3, memo: "sum 3" },
    { partition: 1, offset: 5, memo: "sum 5" },
  ];
  assertEquals(sent, [{ outputs: [output, output], offsets: { ...offsets, partitions } }]);
  const end = ["committed 0", "committed 1", "read rules"];
  assertEquals(log, ["write 1", "written", "commit 1", ...end]);
  assertEquals(
    [a, b].map(({ position, next, memo, state }) => [position, next, memo, state.total]),
    [
      [3, 3, "sum 3", 3],
      [5, 5, "sum 5", 5],
    ],
  );
  const [event] = events;
  assertEquals(
    event?.event === "committed" && event.parts.map(({ partition, offset, facts }) => {
      return [partition, offset, facts];
    }),
    [[0, 3, { read: 3 }], [1, 5, { read: 5 }]],
  );
  assertEquals(events.length, 1);
});

Deno.test("a stage that runs ahead writes while the transaction before commits, and commits in order", async () => {
  const { flow, log, hold, confirmed } = scene();
  const task = await confirmed();
  const gate = hold("commit 2");
  await flow.run([partOf(task, 2)]);
  const next = flow.run([partOf(task, 3)]);
  await turns();
  assertEquals(log, ["write 2", "written", "commit 2", "write 3", "written"]);
  assertEquals([task.position, task.next, task.state.total], [1, 6, 6]);
  gate.resolve();
  await next;
  await flow.end();
  assertEquals(log.slice(5), ["committed 2", "commit 3", "committed 2"]);
  assertEquals([task.position, task.memo], [6, "sum 6"]);
});

Deno.test("a transaction is given up if the one before it fails", async () => {
  const { flow, log, hold, events, confirmed } = scene();
  const task = await confirmed();
  const gate = hold("commit 2");
  await flow.run([partOf(task, 2)]);
  const next = flow.run([partOf(task, 3)]);
  await turns();
  flow.assertSound();
  const error = new Error("no answer");
  gate.reject(error);
  assertEquals(await assertRejects(() => next), error);
  assertEquals(log.includes("commit 3"), false);
  assertEquals([task.position, task.memo, events.length], [1, "sum 1", 0]);
  assertEquals(assertThrows(() => flow.assertSound()), error);
  assertEquals(await assertRejects(() => flow.end()), error);
});

Deno.test("a failure after the call that started a transaction is told", async () => {
  const { flow, log, hold, confirmed } = scene();
  const task = await confirmed();
  const gate = hold("commit 2");
  await flow.run([partOf(task, 2)]);
  assertEquals(log.includes("failed"), false);
  gate.reject(new Error("no answer"));
  await turns();
  assertEquals(log.at(-1), "failed");
  assertThrows(() => flow.assertSound(), Error, "no answer");
});

Deno.test("nothing commits, and nothing changes, when the write fails", async () => {
  const { flow, log, hold, events } = scene({ changelog: table });
  const task = taskOf();
  hold("write 1").reject(new Error("refused"));
  await assertRejects(() => flow.run([partOf(task, 2)]), Error, "refused");
  assertEquals(log, ["write 1", "failed"]);
  assertEquals([task.position, task.memo, task.state.total, events.length], [0, "", 0, 0]);
});

Deno.test("a stage with a changelog changes its state only after the commit, and never runs ahead", async () => {
  const { flow, log, hold, confirmed } = scene({ changelog: table });
  const task = await confirmed();
  const gate = hold("commit 2");
  let isOver = false;
  const running = flow.run([partOf(task, 2)]).then(() => isOver = true);
  await turns();
  assertEquals([log.at(-1), task.state.total, task.position, isOver], ["commit 2", 1, 1, false]);
  gate.resolve();
  await running;
  assertEquals([task.state.total, task.position], [3, 3]);
});

Deno.test("the rules are confirmed once, after the first commit, with nothing under way", async () => {
  const { flow, log, hold } = scene();
  const task = taskOf();
  const gates = [hold("commit 1"), hold("read rules")];
  let isOver = false;
  const running = flow.run([partOf(task, 1)]).then(() => isOver = true);
  await turns();
  assertEquals([log.at(-1), isOver], ["commit 1", false]);
  gates[0]!.resolve();
  await turns();
  assertEquals([log.at(-1), isOver], ["read rules", false]);
  gates[1]!.resolve();
  await running;
  await flow.run([partOf(task, 1)]);
  await flow.run([partOf(task, 1)]);
  await flow.end();
  assertEquals(log.filter((each) => each === "read rules").length, 1);
});

Deno.test("other rules found after the first commit are fatal", async () => {
  const spansIn = () => [{ from: 0, rules: { MAX_VALUE_BYTES: "7" }, isBackdated: false }];
  const { flow, log } = scene({ spansIn });
  const running = flow.run([partOf(taskOf(), 1)]);
  await assertRejects(() => running, FatalError, 'the pipeline has run with "7"');
  assertEquals(log.includes("commit 1"), true);
});

Deno.test("the end waits for the transaction that is under way", async () => {
  const { flow, hold, confirmed } = scene();
  const task = await confirmed();
  const gate = hold("commit 2");
  await flow.run([partOf(task, 2)]);
  let isOver = false;
  const ending = flow.end().then(() => isOver = true);
  await turns();
  assertEquals(isOver, false);
  gate.resolve();
  await ending;
  assertEquals(task.position, 3);
});

Deno.test("the records of a transaction count against the budget until it has committed", async () => {
  const { flow, hold, confirmed, budget } = scene();
  const task = await confirmed();
  const gate = hold("commit 2");
  await flow.run([partOf(task, 100)]);
  let isFree = false;
  const waiting = budget.spend(1, () => Promise.resolve(isFree = true));
  await turns();
  assertEquals(isFree, false);
  gate.resolve();
  await waiting;
});

Deno.test("outputs whose timestamp their topic has refused are written without one", async () => {
  const takenTimes = new TakenTimes();
  takenTimes.learn(new RefusedTimesError([{ topic: "facts", range: { low: 0, high: 10 } }], null));
  const process = () => ({ outputs: [output], change: 0, memo: "", facts: {} });
  const { flow, sent } = scene({ process }, "sum 1", takenTimes);
  await flow.run([partOf(taskOf(), 1)]);
  assertEquals(sent[0]?.outputs.map(({ timestamp }) => timestamp), [noTime]);
});
