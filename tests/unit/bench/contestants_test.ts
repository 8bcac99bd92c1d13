import { assertEquals } from "@std/assert";
import { type Contestant, type Job, withEnvironment } from "../../../bench/contestant.ts";
import { ourCommand, ourContestants } from "../../../bench/our_contestants.ts";
import { runsInRound } from "../../../bench/parts.ts";
import { peerPlans } from "../../../bench/peer_plans.ts";
import { fullPlan, quickPlan } from "../../../bench/plan.ts";
import { Results } from "../../../bench/results.ts";
import { judgeTargets } from "../../../bench/target.ts";
import { targets } from "../../../bench/targets.ts";

const all = [...ourContestants, ...peerPlans];
const names = all.map(({ name }) => name);

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
  const runners = all.filter((contestant) => runsInRound(contestant, 0));
  for (const { name } of runners) results.addRun(name, run);
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

const job: Job = {
  id: "bench-1",
  brokers: "127.0.0.1:1",
  registryUrl: "http://127.0.0.1:2",
  input: "in",
  output: "out",
  counts: "counts",
  deadLetters: "dead",
  enrichedSchemaId: 1,
  countSchemaId: 2,
  stateDirectory: "/state",
  isBounded: false,
};

function ours(name: string): Contestant {
  return ourContestants.find((contestant) => contestant.name === name)!;
}

Deno.test("one contestant has a busy process beside it, and is measured for latency alone", () => {
  const burning = ourContestants.filter(({ hasBurner }) => hasBurner);
  assertEquals(burning.map(({ name, part }) => [name, part]), [["ours-burner", "latency only"]]);
  assertEquals(ours("ours-burner").command(job), ours("ours").command(job));
});

Deno.test("a contestant of a transaction protocol gets it as its setting, all others choose", () => {
  const protocols = ourContestants.map((contestant) => {
    const set = contestant.command(job).find((word) => word.startsWith("TRANSACTION_PROTOCOL="));
    return [contestant.name, set] as const;
  });
  assertEquals(protocols.filter(([, set]) => set !== undefined), [
    ["ours-first", "TRANSACTION_PROTOCOL=first"],
    ["ours-second", "TRANSACTION_PROTOCOL=second"],
  ]);
});

Deno.test("a page has the port of its audience, unless it gets one of its own", () => {
  const one = { workers: 1, isCounting: true };
  const audience = { readers: 1, port: 18_080 };
  const portOf = (own: object) =>
    ourCommand(job, { ...one, ...own }).find((word) => word.startsWith("HTTP_PORT="));
  assertEquals(portOf({}), undefined);
  assertEquals(portOf({ audience }), "HTTP_PORT=18080");
  assertEquals(portOf({ audience, httpPort: 20_000 }), "HTTP_PORT=20000");
});

Deno.test("withEnvironment() puts variables before the command and leaves its words unchanged", () => {
  assertEquals(withEnvironment({ WORKERS: 2, EMPTY: "" }, ["deno", "run"]), [
    ...["env", "WORKERS=2", "EMPTY=", "deno", "run"],
  ]);
});
