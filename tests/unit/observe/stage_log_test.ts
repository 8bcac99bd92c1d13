import { assertEquals, assertGreaterOrEqual, assertMatch } from "@std/assert";
import { StageLog } from "../../../src/observe/stage_log.ts";
import type { StageEvent } from "../../../src/runner/stage_event.ts";

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

/** Facts of a commit that the log does not contain. */
const unlogged = {
  processMs: 1,
  commitMs: 2,
  knewSchemas: true,
  ages: { ms: [], recordsEach: 0 },
} as const;

function committed(partition: number, offset: number, facts: Record<string, number>): StageEvent {
  return { event: "committed", stage: "enrich", partition, offset, facts, ...unlogged };
}

Deno.test("an event is logged as a line with all its fields", () => {
  assertEquals(logged({ event: "fenced", stage: "count", partition: 3, ms: 12 }), [{
    level: "info",
    message: "count: fenced earlier producers of deltas[3]",
    "event.action": "fenced",
    "event.outcome": "success",
    "event.duration": 12_000_000,
    "pipeline.stage": "count",
    "kafka.topic": "deltas",
    "kafka.partition": 3,
    "pipeline.worker": 1,
  }]);
});

Deno.test("trouble is logged as a warning", () => {
  const reason = "no answer";
  const lines = logged(
    { event: "paused", stage: "enrich", partition: 0, reason },
    { event: "recovering", stage: "enrich", partition: 0, recovery: "rejoin", reason },
    { event: "restarting", stage: "enrich", reason },
    { event: "resumed", stage: "enrich", partition: 0 },
  );
  assertEquals(lines.map(({ level }) => level), ["warn", "warn", "warn", "info"]);
});

Deno.test("commits are logged as one sum for each stage, with the latest offsets", () => {
  const [line, ...others] = logged(
    committed(0, 10, { read: 10, enriched: 7 }),
    committed(1, 5, { read: 5 }),
    committed(0, 30, { read: 20, enriched: 13 }),
  );
  const { "event.duration": ns, ...rest } = line!;
  assertGreaterOrEqual(Number(ns), 0);
  assertEquals(rest, {
    level: "info",
    message: "enrich: 35 records in 3 transactions",
    "event.action": "committed",
    "event.outcome": "success",
    "pipeline.stage": "enrich",
    "kafka.topic": "user-login",
    "pipeline.read": 35,
    "pipeline.enriched": 20,
    "pipeline.transactions": 3,
    "pipeline.offsets": { 0: 30, 1: 5 },
  });
  assertEquals(others, []);
});

Deno.test("rejected records are a separate warning, by cause", () => {
  const lines = logged(
    committed(0, 1, { read: 1, "rejected.MISSING_FIELD": 1 }),
    committed(0, 4, { read: 3, "rejected.MISSING_FIELD": 1, "rejected.EMPTY_VALUE": 2 }),
  );
  assertEquals(lines.map((line) => line["event.action"]), ["committed", "rejected"]);
  assertEquals(lines[1]!.level, "warn");
  assertEquals(lines[1]!["pipeline.rejected"], { MISSING_FIELD: 2, EMPTY_VALUE: 2 });
});

Deno.test("logins beyond MAX_LOCALES are one warning that says what to do", () => {
  const lines = logged(
    committed(0, 1, { read: 1, overflowed: 2 }),
    committed(1, 1, { read: 1, overflowed: 3 }),
  );
  const { level, "event.action": action, "pipeline.logins": logins } = lines[1]!;
  assertEquals([level, action, logins], ["warn", "overflowed", 5]);
  assertMatch(String(lines[1]!["pipeline.remedy"]), /MAX_LOCALES.*deno task recount/);
  assertEquals(lines.length, 2);
});

Deno.test("each stage has its own sum, and no line if it had no commits", () => {
  const count: StageEvent = {
    event: "committed",
    stage: "count",
    partition: 0,
    offset: 1,
    facts: {},
    ...unlogged,
  };
  const stages = logged(committed(0, 1, {}), count).map((line) => line["pipeline.stage"]);
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
      { event: "aborted", stage: "enrich", partition: 1 },
    ),
    [],
  );
});
