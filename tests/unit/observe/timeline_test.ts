import { assertEquals } from "@std/assert";
import { Timeline } from "../../../src/observe/timeline.ts";
import type { StageEvent } from "../../../src/runner/stage_event.ts";
import { committed } from "./commits.ts";

const stage = "count";

function detailsOf(...events: readonly StageEvent[]): string[] {
  const timeline = new Timeline(() => 0);
  for (const event of events) timeline.take(event);
  return timeline.entries().map(({ event, detail }) => `${event}: ${detail}`);
}

Deno.test("the timeline says how a worker took its partitions over", () => {
  const partitions = [{ partition: 0, offset: 5, keys: 9 }];
  const details = detailsOf(
    { event: "assigned", stage, partitions: [0], memberId: "m-1" },
    { event: "connected", stage, protocol: "first", reason: "it is the faster one" },
    { event: "swept", stage, reason: "ends the transaction that x left open" },
    { event: "waiting", stage, reason: "an open transaction" },
    { event: "restored", stage, partitions: 1, keys: 9, ms: 18 },
    { event: "owned", stage, partitions, ms: 20 },
    { event: "recovering", stage, recovery: "rejoin", reason: "no answer" },
  );
  assertEquals(details, [
    "assigned: partitions 0",
    "connected: first transaction protocol: it is the faster one",
    "swept: ends the transaction that x left open",
    "waiting: an open transaction",
    "restored: 1 partitions: 9 keys, 18 ms",
    "owned: 1 partitions, 20 ms",
    "recovering: rejoin: no answer",
  ]);
});

Deno.test("frequent events are not in the timeline", () => {
  const frequent: readonly StageEvent[] = [
    committed([{}]),
    { event: "aborted", stage },
    { event: "beat", stage },
    { event: "fetched", stage, ms: 1 },
    { event: "restoring", stage, done: 1, total: 2 },
  ];
  assertEquals(detailsOf(...frequent), []);
});

Deno.test("the timeline keeps the latest 100 events", () => {
  const timeline = new Timeline(() => 0);
  for (let partition = 0; partition < 130; partition++) {
    timeline.take({ event: "resumed", stage, partition });
  }
  const details = timeline.entries().map(({ detail }) => detail);
  assertEquals([details.length, details[0], details.at(-1)], [
    100,
    "partition 30",
    "partition 129",
  ]);
});
