import { assertEquals } from "@std/assert";
import { withEnvironment } from "../../../bench/contestant.ts";
import { ourContestants } from "../../../bench/our_contestants.ts";
import { peerPlans } from "../../../bench/peer_plans.ts";
import { fullPlan, quickPlan } from "../../../bench/plan.ts";
import { Results } from "../../../bench/results.ts";
import { judgeTargets, targets } from "../../../bench/targets.ts";

const names = [...ourContestants, ...peerPlans].map(({ name }) => name);

Deno.test("no two contestants share a name", () => {
  assertEquals(new Set(names).size, names.length);
});

Deno.test("each program in the latency plan is a contestant", () => {
  const measured = [...fullPlan.latencyContestants, ...quickPlan.latencyContestants];
  assertEquals(measured.filter((name) => !names.includes(name)), []);
});

Deno.test("a full run measures all targets", () => {
  const results = new Results();
  const cpu = { cpuSecondsPerMillion: 1, brokerCpuSecondsPerMillion: 1 };
  const run = { recordsPerSecond: 1, ...cpu, peakMegabytes: 1, firstOutputMs: 1 };
  for (const name of names) results.addRun(name, run);
  const percentiles = { p50: 1, p90: 1, p99: 1, p999: 1 };
  const round = { ...percentiles, loadBehindMs: 0, cores: 1, brokerCores: 1 };
  const byRate = new Map(fullPlan.latency.rates.map((rate) => [rate, round]));
  for (const name of fullPlan.latencyContestants) results.addLatency(name, byRate);
  for (const keys of fullPlan.restoreKeys) results.restore.push({ keys, ms: 1 });
  results.idlePercent = 1;
  results.furtherWorkers = 1;
  const open = judgeTargets(targets, results).filter(({ verdict }) => verdict === "not measured");
  assertEquals(open, []);
});

Deno.test("withEnvironment() puts variables before the command and leaves its words unchanged", () => {
  assertEquals(withEnvironment({ WORKERS: 2, EMPTY: "" }, ["deno", "run"]), [
    ...["env", "WORKERS=2", "EMPTY=", "deno", "run"],
  ]);
});
