import { assertEquals } from "@std/assert";
import { Results } from "../../../bench/results.ts";
import { judgeTargets, type Target, targets } from "../../../bench/targets.ts";

const run = {
  cpuSecondsPerMillion: 5,
  brokerCpuSecondsPerMillion: 4,
  peakMegabytes: 150,
  firstOutputMs: 900,
};

function resultsWith(rates: Readonly<Record<string, readonly number[]>>): Results {
  const results = new Results();
  for (const [contestant, all] of Object.entries(rates)) {
    for (const recordsPerSecond of all) {
      results.addRun(contestant, { recordsPerSecond, ...run });
    }
  }
  return results;
}

function verdictOf(results: Results, measure: string) {
  return judgeTargets(targets, results).find((target) => target.measure.includes(measure));
}

Deno.test("a target is met or missed by the median of all rounds", () => {
  const met = resultsWith({ ours: [500, 100, 500], "kafka-streams": [200, 100, 200] });
  assertEquals(verdictOf(met, "all cores, ours ÷ Kafka Streams")?.verdict, "pass");
  const missed = resultsWith({ ours: [500, 100, 100], "kafka-streams": [200, 100, 100] });
  assertEquals(verdictOf(missed, "all cores, ours ÷ Kafka Streams")?.verdict, "MISS");
});

Deno.test("a target is neither met nor missed if its contestant did not run", () => {
  assertEquals(verdictOf(resultsWith({ ours: [500] }), "Flink")?.verdict, "not measured");
  assertEquals(verdictOf(new Results(), "idle")?.verdict, "not measured");
});

Deno.test("an upper bound is met by its own value and missed by a larger one", () => {
  const target: Target = {
    measure: "x",
    unit: "ms",
    bound: { atMost: 10 },
    measured: ({ idlePercent }) => ({ min: 1, median: idlePercent!, max: 99 }),
  };
  const results = new Results();
  results.idlePercent = 10;
  assertEquals(judgeTargets([target], results)[0], {
    measure: "x",
    target: "≤ 10 ms",
    measured: "10 (1–99) ms",
    verdict: "pass",
  });
  results.idlePercent = 10.1;
  assertEquals(judgeTargets([target], results)[0]?.verdict, "MISS");
});

Deno.test("latency is judged at 5,000 logins/s against a contestant in the same round", () => {
  const results = new Results();
  const percentiles = { p50: 5, p90: 9, p99: 20, p999: 30 };
  const round = { ...percentiles, loadBehindMs: 1, cores: 0.5, brokerCores: 0.9 };
  results.addLatency("ours", new Map([[5_000, round], [50_000, { ...round, p99: 400 }]]));
  results.addLatency("kafka-streams", new Map([[5_000, { ...round, p99: 160 }]]));
  assertEquals(verdictOf(results, "p99, ours ÷ Kafka Streams")?.measured, "0.125");
  assertEquals(verdictOf(results, "latency at 5,000/s, p99")?.verdict, "pass");
});

Deno.test("only the restore of a million keys has a target", () => {
  const results = new Results();
  results.restore.push({ keys: 10_000, ms: 100 });
  assertEquals(verdictOf(results, "restore")?.verdict, "not measured");
  results.restore.push({ keys: 1_000_000, ms: 3_001 });
  assertEquals(verdictOf(results, "restore")?.verdict, "MISS");
});

Deno.test("additional workers are judged by the gain per worker, and only on several cores", () => {
  const results = resultsWith({ ours: [1], "ours-one": [1] });
  assertEquals(verdictOf(results, "further worker")?.verdict, "not measured");
  results.furtherWorkers = 3;
  const all = results.runs.get("ours")!;
  results.runs.set("ours", all.map((run) => ({ ...run, peakMegabytes: 150 + 300 })));
  assertEquals(verdictOf(results, "further worker")?.measured, "100 MB");
  assertEquals(verdictOf(results, "further worker")?.verdict, "MISS");
});
