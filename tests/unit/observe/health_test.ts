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

Deno.test("a process is ready when it has joined with all workers and all their stages", () => {
  const { health, join, reasons } = scene(2);
  join(0);
  assertEquals(reasons(), [
    "Stage enrich (worker 1) has not joined its group yet.",
    "Stage count (worker 1) has not joined its group yet.",
  ]);
  join(1);
  assertEquals(health.report(), { alive: true, ready: true, reasons: [] });
});

Deno.test("what the start waits for is the reason until it waits no more", () => {
  const { health, join, reasons } = scene();
  join(0);
  health.waitFor("waiting for Kafka");
  assertEquals(reasons(), ["Starting: waiting for Kafka"]);
});

Deno.test("a worker that is gone has to join anew, and a stage that nobody runs is not missed", () => {
  const { health, join, reasons } = scene(1, ["enrich"]);
  join(0);
  assertEquals(reasons(), []);
  health.lose(0);
  assertEquals(reasons(), ["Stage enrich has not joined its group yet."]);
});

Deno.test("a partition that waits or recovers is a reason until it goes on", () => {
  const { health, join, reasons } = scene();
  join(0);
  const place = { stage: "enrich", partition: 3 } as const;
  health.take({ event: "paused", ...place, reason: "no registry" }, 0);
  assertEquals(reasons(), ["Stage enrich, partition 3 waits: no registry"]);
  health.take({ event: "resumed", ...place }, 0);
  health.take({ event: "recovering", ...place, recovery: "reacquire", reason: "no answer" }, 0);
  health.take({ event: "aborted", ...place }, 0);
  assertEquals(reasons(), ["Stage enrich, partition 3 recovers: no answer"]);
  health.take({ event: "fenced", ...place, ms: 1 }, 0);
  assertEquals(reasons(), []);
});

Deno.test("a group that is silent for longer than a session is a reason, and a beat ends it", () => {
  const { health, clock, join, reasons } = scene(1, ["enrich"]);
  join(0);
  clock.ms = 5_000;
  assertEquals(reasons(), ["Stage enrich has not heard from its group for 5 s."]);
  health.take({ event: "beat", stage: "enrich" }, 0);
  assertEquals(reasons(), []);
});

Deno.test("a rebalance and a restart are no death", () => {
  const { health, join, reasons } = scene(1, ["enrich"]);
  join(0);
  health.take({ event: "rebalanced", stage: "enrich" }, 0);
  assertEquals(reasons(), ["Stage enrich is waiting for its group to assign partitions."]);
  health.take({ event: "restarting", stage: "enrich", reason: "no broker" }, 0);
  assertEquals(reasons(), ["Stage enrich starts again: no broker"]);
  assertEquals(health.report().alive, true);
});

Deno.test("a member that hears nothing while the brokers answer others is dead after a while", () => {
  const { health, clock, join } = scene(1, ["enrich"]);
  join(0);
  clock.ms = 60_001;
  assertEquals(health.report().alive, true); // an outage, for all that is known
  health.answered();
  assertEquals(health.report().alive, false);
  health.take({ event: "beat", stage: "enrich" }, 0);
  assertEquals(health.report().alive, true);
});

Deno.test("a member that got nowhere and left is dead, with the reason, until it is assigned anew", () => {
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

Deno.test("partitions that another program holds are a reason, with who it is and what to do", () => {
  const { health, join, reasons } = scene(1, ["enrich"]);
  join(0);
  const place = { groupId: "app-enrich", topic: "user-login", host: "10.0.0.9" };
  const partitions = [1, 3];
  health.meet([
    { ...place, stage: "enrich", clientId: "report\u001b[31m", partitions },
    { ...place, stage: "count", clientId: "of a stage that nobody runs", partitions },
  ]);
  assertEquals(reasons(), [
    "Partitions 1, 3 of user-login are not processed: group app-enrich of stage enrich has assigned " +
    'them to another program, "report\\u001b[31m" at 10.0.0.9. Stop it, or give it a group of its own.',
  ]);
  assertEquals(health.report().alive, true);
  health.meet([]);
  assertEquals(reasons(), []);
});
