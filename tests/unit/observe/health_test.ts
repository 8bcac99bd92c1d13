import { assertEquals } from "@std/assert";
import { Health } from "../../../src/observe/health.ts";
import type { StageEvent } from "../../../src/runner/stage_event.ts";

const stages = ["enrich", "count"] as const;

function scene(workers = 1, of: readonly StageEvent["stage"][] = stages) {
  const clock = { ms: 0 };
  const health = new Health({ workers, stages: of, sessionTimeoutMs: 100, now: () => clock.ms });
  health.waitFor(null);
  const join = (worker: number) => {
    for (const stage of of) {
      health.take({ event: "assigned", stage, partitions: [], memberId: "m" }, worker);
    }
  };
  const reasons = () => health.report().reasons;
  return { health, clock, join, reasons };
}

function owned(stage: StageEvent["stage"]): StageEvent {
  return { event: "owned", stage, partitions: [], ms: 1 };
}

Deno.test("a process is ready when every stage of every worker has joined its group", () => {
  const { health, join, reasons } = scene(2);
  join(0);
  assertEquals(reasons(), [
    "Stage enrich (worker 1) has not joined its group yet.",
    "Stage count (worker 1) has not joined its group yet.",
  ]);
  join(1);
  assertEquals(health.report(), { alive: true, ready: true, reasons: [] });
});

Deno.test("the reason of a starting process is what it waits for, until the wait ends", () => {
  const { health, join, reasons } = scene();
  join(0);
  health.waitFor("waiting for Kafka");
  assertEquals(reasons(), ["Starting: waiting for Kafka"]);
});

Deno.test("a lost worker makes the process unready, and a stage that it does not run does not", () => {
  const { health, join, reasons } = scene(1, ["enrich"]);
  join(0);
  assertEquals(reasons(), []);
  health.lose(0);
  assertEquals(reasons(), ["Stage enrich has not joined its group yet."]);
});

Deno.test("a paused partition is a reason until it resumes or is taken over again", () => {
  const { health, join, reasons } = scene();
  join(0);
  const place = { stage: "enrich", partition: 3 } as const;
  const ends = [{ event: "resumed", ...place }, owned("enrich")] as const;
  for (const end of ends) {
    health.take({ event: "paused", ...place, reason: "no registry" }, 0);
    assertEquals(reasons(), ["Stage enrich, partition 3 waits: no registry"]);
    health.take(end, 0);
    assertEquals(reasons(), []);
  }
});

Deno.test("a stage that recovers, or waits to take over, is a reason until it owns its partitions", () => {
  const { health, join, reasons } = scene();
  join(0);
  const stage = "enrich";
  health.take({ event: "recovering", stage, recovery: "reacquire", reason: "no answer" }, 0);
  health.take({ event: "aborted", stage }, 0);
  assertEquals(reasons(), ["Stage enrich recovers: no answer"]);
  health.take({ event: "waiting", stage, reason: "an open transaction" }, 0);
  assertEquals(reasons(), ["Stage enrich waits: an open transaction"]);
  health.take(owned("count"), 0);
  assertEquals(reasons(), ["Stage enrich waits: an open transaction"]);
  health.take(owned(stage), 0);
  assertEquals(reasons(), []);
});

Deno.test("no heartbeat for a session timeout is a reason, and a heartbeat ends it", () => {
  const { health, clock, join, reasons } = scene(1, ["enrich"]);
  join(0);
  clock.ms = 5_000;
  assertEquals(reasons(), ["Stage enrich has not heard from its group for 5 s."]);
  health.take({ event: "beat", stage: "enrich" }, 0);
  assertEquals(reasons(), []);
});

Deno.test("a rebalance or a restart does not make the process dead", () => {
  const { health, join, reasons } = scene(1, ["enrich"]);
  join(0);
  health.take({ event: "rebalanced", stage: "enrich" }, 0);
  assertEquals(reasons(), ["Stage enrich is waiting for its group to assign partitions."]);
  health.take({ event: "restarting", stage: "enrich", reason: "no broker" }, 0);
  assertEquals(reasons(), ["Stage enrich starts again: no broker"]);
  assertEquals(health.report().alive, true);
});

Deno.test("a member without answers is dead after a while if brokers answer the survey", () => {
  const { health, clock, join } = scene(1, ["enrich"]);
  join(0);
  clock.ms = 60_001;
  assertEquals(health.report().alive, true); // it could be an outage
  health.answered();
  assertEquals(health.report().alive, false);
  health.take({ event: "beat", stage: "enrich" }, 0);
  assertEquals(health.report().alive, true);
});

Deno.test("a stuck member makes the process dead, with the reason, until it is assigned partitions again", () => {
  const { health, join, reasons } = scene(1, ["enrich"]);
  join(0);
  health.take({ event: "stuck", stage: "enrich", reason: "no fetch was answered" }, 0);
  health.lose(0);
  assertEquals(health.report().alive, false);
  assertEquals(reasons(), [
    "Stage enrich was stuck and has left its group: no fetch was answered",
    "Stage enrich has not joined its group yet.",
  ]);
  join(0);
  assertEquals(health.report(), { alive: true, ready: true, reasons: [] });
});

Deno.test("partitions assigned to another program are a reason that names it and gives the remedy", () => {
  const { health, join, reasons } = scene(1, ["enrich"]);
  join(0);
  const place = { groupId: "app-enrich", topic: "user-login", host: "10.0.0.9" };
  const partitions = [1, 3];
  health.meet([
    { ...place, stage: "enrich", clientId: "report\u001b[31m", partitions },
    { ...place, stage: "count", clientId: "of a stage that nobody runs", partitions },
  ]);
  assertEquals(reasons(), [
    "Partitions 1, 3 of user-login cannot be processed: group app-enrich of stage enrich has assigned " +
    'them to another program, "report\\u001b[31m" at 10.0.0.9. Stop it, or give it a group of its own.',
  ]);
  assertEquals(health.report().alive, true);
  health.meet([]);
  assertEquals(reasons(), []);
});
