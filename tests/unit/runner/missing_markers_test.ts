import { assertEquals, assertRejects } from "@std/assert";
import { FatalError, TaskLostError } from "../../../src/errors.ts";
import { settleOffsets, settleOutputs } from "../../../src/runner/missing_markers.ts";
import { turns } from "../../support/manual_time.ts";
import { Coordinators, type Listed, listed } from "./coordinators.ts";
import { membershipOf, sessionOf, sumSettings } from "./sums.ts";

const pausesMs = [1, 1];

/** Member m-1, which writes with one id, in a group with m-2. */
function scene(all: readonly Listed[] = []) {
  const coordinators = new Coordinators();
  coordinators.all = all;
  const { settings, events } = sumSettings({ cluster: coordinators.cluster });
  let opened = 1;
  const writers = {
    ids: new Set(["app-enrich-~m-1~1"]),
    close: () => Promise.resolve(writers.ids.clear()),
    open: () => Promise.resolve(void writers.ids.add(`app-enrich-~m-1~${++opened}`)),
  };
  const life = { isOver: false };
  const assertAlive = () => {
    if (life.isOver) throw new TaskLostError("the group moves on");
  };
  const membership = membershipOf();
  const session = sessionOf(membership, { writers, member: { membership, assertAlive } });
  return {
    ...{ coordinators, events, life },
    offsets: (attempt: number) => settleOffsets(settings, session, attempt),
    outputs: (pauses: readonly number[] = pausesMs) => settleOutputs(settings, session, pauses),
  };
}

/** What was ended again: member, outcome and group. */
function completed({ completions }: Coordinators) {
  return completions.map(({ transactionalId, isCommit, groupId }) => {
    return [transactionalId.split("~")[1], isCommit, groupId];
  });
}

Deno.test("the offsets of dead members get their end markers first, each as its transaction ended", async () => {
  const { coordinators, events, offsets } = scene([
    listed("dead-1", "CompleteCommit"),
    listed("dead-2", "CompleteAbort"),
    listed("m-2", "CompleteCommit"),
    listed("dead-3", "Empty"),
    listed("dead-4", "Ongoing"),
  ]);
  await offsets(1);
  assertEquals(completed(coordinators), [["dead-1", true, "app-enrich"], [
    ...["dead-2", false, "app-enrich"],
  ]]);
  assertEquals(coordinators.completions[0]?.partitions, new Map());
  const reason = "wrote the end markers of 2 transactions again, for the offsets of app-enrich";
  assertEquals(events, [{ event: "swept", stage: "enrich", reason }]);
});

Deno.test("writers that a member has kept may have left an offset, so they are replaced and included", async () => {
  const kept = { ...listed("m-1", "CompleteCommit"), transactionalId: "app-enrich-~m-1~1" };
  const { coordinators, offsets } = scene([kept]);
  await offsets(1);
  assertEquals(completed(coordinators), [["m-1", true, "app-enrich"]]);
});

Deno.test("later, the offsets of living members get their end markers, too, but never the own ones", async () => {
  const own = { ...listed("m-1", "CompleteCommit"), transactionalId: "app-enrich-~m-1~1" };
  const { coordinators, offsets } = scene([listed("m-2", "CompleteCommit"), own]);
  await offsets(2);
  assertEquals(completed(coordinators), [["m-2", true, "app-enrich"]]);
});

Deno.test("offsets stay undecided only when nothing is unfinished after three attempts", async () => {
  const states = ["Ongoing", "PrepareCommit", "PrepareAbort", "PrepareEpochFence"];
  for (const state of states) await scene([listed("m-2", state)]).offsets(3);
  for (const all of [[], [listed("dead-1", "CompleteCommit")], [listed("dead-1", "Dead")]]) {
    const { offsets } = scene(all);
    await offsets(2);
    const error = await assertRejects(() => offsets(3), FatalError);
    assertEquals(error.message.includes("end marker of an offset of app-enrich"), true);
  }
});

Deno.test("an output gets the end marker that it lacks of a dead member", async () => {
  const { coordinators, events, outputs } = scene([
    listed("dead-1", "CompleteCommit", 5n),
    listed("dead-2", "CompleteAbort", 6n),
  ]);
  coordinators.open = new Map([[5n, new Map([["facts", [0, 3]]])], [
    6n,
    new Map([["facts", [1]]]),
  ]]);
  await outputs();
  assertEquals(completed(coordinators), [["dead-1", true, null], ["dead-2", false, null]]);
  assertEquals(coordinators.completions.map(({ partitions }) => partitions), [
    new Map([["facts", [0, 3]]]),
    new Map([["facts", [1]]]),
  ]);
  const [first] = events;
  assertEquals(
    first?.event === "swept" && first.reason,
    "writes the end markers that facts[0, 3] lacks of app-enrich-~dead-1~0",
  );
});

Deno.test("outputs are looked at before the transactions: one that was open may have ended since", async () => {
  const { coordinators, outputs } = scene([listed("dead-1", "CompleteCommit", 5n)]);
  coordinators.open = new Map([[5n, new Map([["facts", [0]]])]]);
  await outputs([]);
  assertEquals(coordinators.asked.slice(0, 3), [
    "open facts", // not the input
    "members app-enrich",
    "list app-enrich-~",
  ]);
});

Deno.test("an output that lacks nothing for long is left alone", async () => {
  const { coordinators, outputs } = scene([
    listed("dead-1", "CompleteCommit", 5n),
    listed("dead-2", "Ongoing", 6n),
    listed("m-2", "CompleteCommit", 8n),
  ]);
  const open = new Map([5n, 6n, 8n, 9n].map((id) => [id, new Map([["facts", [0]]])]));
  coordinators.open = open;
  const running = outputs([1, 1]);
  await turns();
  open.delete(5n); // the former leader's log lacked it; that of the new one does not
  await running;
  assertEquals(completed(coordinators), []);
  assertEquals(coordinators.asked.includes("refresh"), true);
});

Deno.test("a marker that only the second look misses is not written", async () => {
  const { coordinators, outputs } = scene([
    listed("dead-1", "CompleteCommit", 5n),
    listed("dead-2", "CompleteCommit", 6n),
  ]);
  const open = new Map([[5n, new Map([["facts", [0]]])]]);
  coordinators.open = open;
  const running = outputs([1]);
  await turns();
  open.set(6n, new Map([["facts", [1]]]));
  await running;
  assertEquals(completed(coordinators), [["dead-1", true, null]]);
});

Deno.test("outputs are left alone once the group has removed the member", async () => {
  const { coordinators, life, outputs } = scene([listed("dead-1", "CompleteCommit", 5n)]);
  coordinators.open = new Map([[5n, new Map([["facts", [0]]])]]);
  life.isOver = true;
  await assertRejects(() => outputs(), TaskLostError);
  assertEquals(completed(coordinators), []);
});
