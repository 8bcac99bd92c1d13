import { assertEquals, assertStringIncludes } from "@std/assert";
import type { PartitionStatus } from "../../../../src/contract/partition.ts";
import type { Status } from "../../../../src/contract/status.ts";
import { totalLag, verdictOf } from "../../../../src/web/page/verdict.js";
import { made } from "./made.ts";

const status = made.status();

function levelAndTitle(changes: Partial<Status>): [string, string] {
  const { level, title } = verdictOf({ ...status, ...changes });
  return [level, title];
}

function withPartition(changes: Partial<PartitionStatus>): Partial<Status> {
  const [first, ...others] = status.partitions;
  return { partitions: [{ ...first!, ...changes }, ...others] };
}

function withRates(read: number, rejected = 0): Partial<Status> {
  const { flow } = status;
  return { flow: { ...flow, perSecond: { ...flow.perSecond, read, rejected } } };
}

Deno.test("the verdict is healthy for a working pipeline and for an idle one", () => {
  assertEquals(levelAndTitle({}), ["good", "Healthy"]);
  assertEquals(levelAndTitle(withRates(0)), ["good", "Healthy, idle"]);
});

Deno.test("the verdict shows a failed or unready process first, with its reasons", () => {
  const health = { alive: true, ready: false, reasons: ["The broker does not answer."] };
  assertEquals(levelAndTitle({ health }), ["bad", "Not ready"]);
  assertEquals(verdictOf({ ...status, health }).detail, "The broker does not answer.");
  assertEquals(levelAndTitle({ health: { ...health, alive: false } }), ["bad", "Stopped"]);
});

Deno.test("the verdict is bad for a partition without an owner, and warns of one that is being acquired", () => {
  assertEquals(levelAndTitle(withPartition({ state: "unowned" })), ["bad", "Not processed"]);
  assertEquals(levelAndTitle(withPartition({ state: "acquiring" })), ["warn", "Recovering"]);
  assertEquals(levelAndTitle(withPartition({ state: "recovering" })), ["warn", "Recovering"]);
  assertEquals(levelAndTitle(withPartition({ state: "paused" })), ["warn", "Paused"]);
});

Deno.test("the verdict warns of a backlog by the time it takes at the current rate", () => {
  const backlog = withPartition({ lag: 40_000 });
  assertEquals(levelAndTitle({ ...backlog, ...withRates(100) }), ["warn", "Catching up"]);
  assertEquals(levelAndTitle({ ...backlog, ...withRates(20_000) }), ["good", "Healthy"]);
});

Deno.test("the verdict warns of many dead letters", () => {
  assertEquals(levelAndTitle(withRates(100, 20)), ["warn", "Many dead letters"]);
  assertEquals(levelAndTitle(withRates(100, 2)), ["good", "Healthy"]);
});

Deno.test("the verdict does not show an unknown lag as zero", () => {
  const partitions = status.partitions.map((partition) => ({ ...partition, lag: null }));
  assertEquals(totalLag({ ...status, partitions }), null);
  assertStringIncludes(verdictOf({ ...status, partitions }).detail, "not known");
});
