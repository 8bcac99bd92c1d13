import { assertEquals, assertRejects, assertStrictEquals } from "@std/assert";
import { denied, refusalOf } from "../../../src/kafka/access/denied.ts";
import type { StageEvent } from "../../../src/runner/stage_event.ts";
import { sweep } from "../../../src/runner/sweep.ts";
import { Coordinators, listed } from "./coordinators.ts";
import { membershipOf, sessionOf, sumSettings } from "./sums.ts";

/** A sweep by member m-1, which writes with the second of its ids. */
function scene(all: Coordinators["all"]) {
  const coordinators = new Coordinators();
  coordinators.all = all;
  const { settings, events } = sumSettings({ cluster: coordinators.cluster });
  const ids = new Set(["app-enrich-~m-1~1"]);
  const session = sessionOf(membershipOf(), { writers: { ids } });
  return { coordinators, events, run: () => sweep(settings, session) };
}

function reasonsOf(events: readonly StageEvent[]): string[] {
  return events.flatMap((each) => each.event === "swept" ? [each.reason] : []);
}

Deno.test("a sweep ends what dead members left open, and tells it", async () => {
  const { coordinators, events, run } = scene([listed("dead-1"), listed("dead~2")]);
  await run();
  const ends = ["app-enrich-~dead-1~0", "app-enrich-~dead~2~0"];
  assertEquals(coordinators.asked.slice(2), ends.map((id) => `end ${id}`));
  assertEquals(reasonsOf(events), ends.map((id) => `ends the transaction that ${id} left open`));
});

Deno.test("a sweep lists open transactions before members: a newcomer is in the later list", async () => {
  const { coordinators, run } = scene([listed("dead-1")]);
  await run();
  assertEquals(coordinators.asked.slice(0, 2), [
    "list app-enrich-~ Ongoing",
    "members app-enrich",
  ]);
});

Deno.test("a sweep leaves living members and its own current ids alone", async () => {
  const own = { ...listed("m-1"), transactionalId: "app-enrich-~m-1~1" };
  const { coordinators, events, run } = scene([listed("m-2"), own]);
  await run();
  assertEquals([coordinators.asked.length, events], [2, []]);
});

Deno.test("a sweep ends what its own former ids left open", async () => {
  const { coordinators, run } = scene([listed("m-1")]);
  await run();
  assertEquals(coordinators.asked.at(-1), "end app-enrich-~m-1~0");
});

Deno.test("a sweep that finds nothing open does not ask for the members", async () => {
  const { coordinators, run } = scene([listed("dead-1", "CompleteCommit")]);
  await run();
  assertEquals(coordinators.asked.length, 1);
});

Deno.test("an error only costs a sweep time, and is told", async () => {
  for (const request of ["list", "members", "end"]) {
    const { coordinators, events, run } = scene([listed("dead-1")]);
    coordinators.errors.set(request, new Error("no broker"));
    await run();
    const reason = "cannot end the transactions of dead processes: no broker";
    assertEquals(reasonsOf(events).at(-1), reason, request);
  }
});

Deno.test("a missing ACL stops a sweep, because an operator has to grant it", async () => {
  const { coordinators, run } = scene([listed("dead-1")]);
  const denial = denied(refusalOf(53)!, "Describe", ["app-enrich-~"]);
  coordinators.errors.set("list", new Error("wrapped", { cause: denial }));
  assertStrictEquals(await assertRejects(run), denial);
});
