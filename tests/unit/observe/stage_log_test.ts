import { assertEquals, assertGreaterOrEqual, assertMatch } from "@std/assert";
import { StageLog } from "../../../src/observe/stage_log.ts";
import type { Facts } from "../../../src/pipeline/stage.ts";
import type { StageEvent } from "../../../src/runner/stage_event.ts";
import { committed } from "./commits.ts";

const topics = { enrich: "user-login", count: "deltas" } as const;

type Line = { readonly level: "info" | "warn" } & Record<string, unknown>;

function logged(...events: readonly StageEvent[]): Line[] {
  const lines: Line[] = [];
  const write = (level: Line["level"]) => (fields: object, message?: string) =>
    lines.push({ level, message, ...fields });
  const log = new StageLog({ info: write("info"), warn: write("warn") }, 3_600, topics);
  for (const event of events) log.take(event, 1);
  log.stop();
  return lines;
}

function committedOf(partition: number, offset: number, facts: Facts): StageEvent {
  return committed([{ partition, offset, facts }]);
}

Deno.test("an event is logged as a line with all its fields", () => {
  assertEquals(logged({ event: "restored", stage: "count", partitions: 3, keys: 9, ms: 12 }), [{
    level: "info",
    message: "count: restored 9 counts of 3 partitions",
    "event.action": "restored",
    "event.outcome": "success",
    "event.duration": 12_000_000,
    "pipeline.stage": "count",
    "kafka.topic": "deltas",
    "pipeline.partitions": 3,
    "pipeline.keys": 9,
    "pipeline.worker": 1,
  }]);
});

Deno.test("owned partitions are logged as their number, because there may be thousands", () => {
  const partitions = [0, 1].map((partition) => ({ partition, offset: 5, keys: 1 }));
  const [line] = logged({ event: "owned", stage: "count", partitions, ms: 12 });
  assertEquals(line?.message, "count: processes 2 partitions of deltas");
  assertEquals(line?.["pipeline.partitions"], 2);
});

Deno.test("only a line about trouble has an error message", () => {
  const reason = "one broker with transaction.version 2";
  const [connected, waiting] = logged(
    { event: "connected", stage: "enrich", protocol: "second", reason },
    { event: "waiting", stage: "enrich", reason: "an open transaction" },
  );
  const { "event.reason": text, "event.outcome": outcome, "error.message": error } = connected!;
  assertEquals([text, outcome, error], [reason, "success", undefined]);
  assertEquals(waiting?.["event.outcome"], "failure");
  assertEquals(waiting?.["error.message"], "an open transaction");
});

Deno.test("trouble is logged as a warning", () => {
  const reason = "no answer";
  const lines = logged(
    { event: "paused", stage: "enrich", partition: 0, reason },
    { event: "recovering", stage: "enrich", recovery: "rejoin", reason },
    { event: "restarting", stage: "enrich", reason },
    { event: "waiting", stage: "enrich", reason },
    { event: "swept", stage: "enrich", reason },
    { event: "resumed", stage: "enrich", partition: 0 },
  );
  assertEquals(lines.map(({ level }) => level), ["warn", "warn", "warn", "warn", "warn", "info"]);
});

Deno.test("commits are logged as one sum for each stage, with the latest offsets", () => {
  const [line, ...others] = logged(
    committed([
      { partition: 0, offset: 10, facts: { read: 10, enriched: 7 } },
      { partition: 1, offset: 5, facts: { read: 5 } },
    ]),
    committedOf(0, 30, { read: 20, enriched: 13 }),
  );
  const { "event.duration": ns, ...rest } = line!;
  assertGreaterOrEqual(Number(ns), 0);
  assertEquals(rest, {
    level: "info",
    message: "enrich: 35 records in 2 transactions",
    "event.action": "committed",
    "event.outcome": "success",
    "pipeline.stage": "enrich",
    "kafka.topic": "user-login",
    "pipeline.read": 35,
    "pipeline.enriched": 20,
    "pipeline.transactions": 2,
    "pipeline.offsets": { 0: 30, 1: 5 },
  });
  assertEquals(others, []);
});

Deno.test("rejected records are a separate warning, by cause", () => {
  const lines = logged(
    committedOf(0, 1, { read: 1, "rejected.MISSING_FIELD": 1 }),
    committedOf(0, 4, { read: 3, "rejected.MISSING_FIELD": 1, "rejected.EMPTY_VALUE": 2 }),
  );
  assertEquals(lines.map((line) => line["event.action"]), ["committed", "rejected"]);
  assertEquals(lines[1]!.level, "warn");
  assertEquals(lines[1]!["pipeline.rejected"], { MISSING_FIELD: 2, EMPTY_VALUE: 2 });
});

Deno.test("logins beyond MAX_LOCALES are one warning that says what to do", () => {
  const lines = logged(
    committedOf(0, 1, { read: 1, overflowed: 2 }),
    committedOf(1, 1, { read: 1, overflowed: 3 }),
  );
  const { level, "event.action": action, "pipeline.logins": logins } = lines[1]!;
  assertEquals([level, action, logins], ["warn", "overflowed", 5]);
  assertMatch(String(lines[1]!["pipeline.remedy"]), /MAX_LOCALES.*deno task recount/);
  assertEquals(lines.length, 2);
});

Deno.test("each stage has its own sum, and no line if it had no commits", () => {
  const stages = logged(committedOf(0, 1, {}), committed([{}], "count")).map((line) =>
    line["pipeline.stage"]
  );
  assertEquals(stages, ["enrich", "count"]);
  assertEquals(logged(), []);
});

Deno.test("a repeated event is logged 20 times in 10 seconds, and then the number of suppressed lines", () => {
  const paused: StageEvent = {
    event: "paused",
    stage: "enrich",
    partition: 0,
    reason: "no answer",
  };
  const lines = logged(...new Array(25).fill(paused));
  assertEquals(lines.length, 21);
  assertEquals(lines.at(-1)?.["event.action"], "suppressed");
  assertEquals(lines.at(-1)?.["pipeline.suppressed"], 5);
});

Deno.test("frequent events are not logged", () => {
  assertEquals(
    logged(
      { event: "beat", stage: "enrich" },
      { event: "fetched", stage: "enrich", ms: 3 },
      { event: "asked", stage: "enrich", outcome: "found" },
      { event: "aborted", stage: "enrich" },
    ),
    [],
  );
});
