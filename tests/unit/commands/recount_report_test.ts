import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { reportOf } from "../../../src/commands/recount_report.ts";
import { CountState } from "../../../src/pipeline/count_state.ts";
import type { Correction, PartitionPlan, RecountPlan } from "../../../src/recount/plan.ts";

const topic = {
  topic: "user-login",
  partitionCount: 1,
  replicationFactor: 1,
  minInSyncReplicas: 1,
  hasBrokerTime: false,
  cleanupPolicy: "delete",
  maxMessageBytes: 1_048_588,
};
const extent = { topic: "user-login", partition: 0, start: 0, end: 120 };
const source = { name: "input", topic, extents: [extent], missingRecords: 0 } as const;

function planOf(
  mismatch: string | null,
  corrections: readonly Correction[],
  isHealthy: boolean,
): RecountPlan {
  const rebuilt = new CountState(0);
  rebuilt.put({ key: "CA", locale: "CA", window: null, count: 90, lastLoginMs: 0 });
  const table = {
    ...{ partition: 2, entries: new Map(), keys: [], due: null },
    ...{ mismatch, nextSequence: 3, end: 17, notes: null },
  };
  const partition: PartitionPlan = { table, rebuilt, corrections, isHealthy };
  return { source, partitions: [partition] };
}

Deno.test("a plan for correct counts says so, with their totals", () => {
  assertEquals(
    reportOf(planOf(null, [], true), "counts"),
    "user-login: 120 offsets, complete from the first; they give 1 counts of 90 logins\n" +
      "The counts are correct; nothing to do.",
  );
});

Deno.test("a plan says what is wrong where, how counts change, and what will be written", () => {
  const corrections = [{ key: "CA", before: null, after: 90 }];
  const report = reportOf(planOf("the table is ahead", corrections, false), "counts");
  assertStringIncludes(report, "counts[2]: the table is ahead");
  assertMatch(report, /^CA +- +90$/m);
  assertStringIncludes(report, "1 counts to counts[2], the committed offset of its deltas at 17");
});

Deno.test("a plan lists the first twenty corrections and the number of others", () => {
  const corrections = Array.from({ length: 23 }, (_, i) => ({ key: `L${i}`, before: 1, after: 2 }));
  const report = reportOf(planOf(null, corrections, false), "counts");
  assertStringIncludes(report, "counts[2]: 23 counts differ from the source");
  assertEquals(report.match(/^L\d+/gm)?.length, 20);
  assertStringIncludes(report, "and 3 more");
});

Deno.test("deleted counts are listed before changed ones, each group by key", () => {
  const changed = ["B", "A"].map((key) => ({ key, before: 1, after: 2 }));
  const gone = ["~other-1", "~other-0"].map((key) => ({ key, before: 1, after: null }));
  const report = reportOf(planOf(null, [...changed, ...gone], false), "counts");
  assertEquals(report.match(/^(~other-\d|[AB]) /gm), ["~other-0 ", "~other-1 ", "A ", "B "]);
});
