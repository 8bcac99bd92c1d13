import { assertEquals } from "@std/assert";
import type { LatencyRound } from "../../../bench/performance_figures.ts";
import { Results } from "../../../bench/results.ts";
import { judgeTargets, type Target } from "../../../bench/target.ts";
import { targets } from "../../../bench/targets.ts";

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

function latency(p50: number, p99: number): LatencyRound {
  return { p50, p90: p99, p99, p999: p99, loadBehindMs: 1, cores: 0.5, brokerCores: 0.9 };
}

function verdictOf(results: Results, measure: string) {
  return judgeTargets(targets, results).find((target) => target.measure.includes(measure));
}

Deno.test("a target is met or missed by the median of all rounds", () => {
  const met = resultsWith({ ours: [700, 100, 700], "kafka-streams": [200, 100, 200] });
  assertEquals(verdictOf(met, "counts, ours ÷ Kafka Streams")?.verdict, "pass");
  const missed = resultsWith({ ours: [700, 100, 100], "kafka-streams": [200, 100, 100] });
  assertEquals(verdictOf(missed, "counts, ours ÷ Kafka Streams")?.verdict, "MISS");
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

Deno.test("latency is judged at 5,000 logins/s", () => {
  const results = new Results();
  results.addLatency("ours", new Map([[5_000, latency(5, 15)], [50_000, latency(50, 400)]]));
  assertEquals(verdictOf(results, "latency at 5,000/s, p50")?.verdict, "pass");
  assertEquals(verdictOf(results, "latency at 5,000/s, p99")?.measured, "15 ms");
});

Deno.test("latency is compared with that of a contestant in the same round", () => {
  const results = new Results();
  // The second round was slow for all, and the ratios are the same.
  for (const slowness of [1, 2]) {
    const at = (p50: number, p99: number) =>
      new Map([[5_000, latency(p50 * slowness, p99 * slowness)]]);
    results.addLatency("ours", at(3, 12));
    results.addLatency("ours-all", at(4, 18));
    results.addLatency("released", at(10, 40));
    results.addLatency("kafka-streams", at(60, 120));
    results.addLatency("franz-go", at(10, 24));
  }
  const found = judgeTargets(targets, results)
    .filter(({ measure, measured }) => measure.includes("÷") && measured !== "")
    .map(({ measure, measured, verdict }) => [measure, measured, verdict]);
  assertEquals(found, [
    ["latency at 5,000/s, p50, ours ÷ release 65e3d4b", "0.3", "pass"],
    ["latency at 5,000/s, p99, ours ÷ release 65e3d4b", "0.3", "pass"],
    ["latency at 5,000/s, p50, ours on each core ÷ release 65e3d4b", "0.4", "MISS"],
    ["latency at 5,000/s, p99, ours on each core ÷ release 65e3d4b", "0.45", "MISS"],
    ["latency at 5,000/s, p99, ours ÷ Kafka Streams", "0.1", "pass"],
    ["latency at 5,000/s, p99, ours ÷ franz-go by hand", "0.5", "MISS"],
  ]);
});

Deno.test("latency beside a busy process has targets of its own", () => {
  const results = new Results();
  results.addLatency("ours-burner", new Map([[5_000, latency(10, 41)]]));
  assertEquals(verdictOf(results, "beside a busy process, p50")?.verdict, "pass");
  assertEquals(verdictOf(results, "beside a busy process, p99")?.verdict, "MISS");
  assertEquals(verdictOf(results, "latency at 5,000/s, p50")?.verdict, "not measured");
});

Deno.test("CPU time is judged together with that of the brokers", () => {
  const results = new Results();
  const cpu = (own: number, brokers: number) => ({
    ...run,
    recordsPerSecond: 1,
    cpuSecondsPerMillion: own,
    brokerCpuSecondsPerMillion: brokers,
  });
  results.addRun("ours", cpu(2, 3));
  results.addRun("kafka-streams", cpu(8, 2));
  assertEquals(verdictOf(results, "CPU per million")?.measured, "0.5");
  assertEquals(verdictOf(results, "CPU per million")?.verdict, "MISS");
});

Deno.test("only the restore of a million keys has a target", () => {
  const results = new Results();
  results.restore.push({ keys: 10_000, ms: 100 });
  assertEquals(verdictOf(results, "restore")?.verdict, "not measured");
  results.restore.push({ keys: 1_000_000, ms: 3_001 });
  assertEquals(verdictOf(results, "restore")?.verdict, "MISS");
});

Deno.test("additional workers are judged by the gain per worker, and only on several cores", () => {
  const results = resultsWith({ "ours-all": [1], "ours-one": [1] });
  assertEquals(verdictOf(results, "further worker")?.verdict, "not measured");
  results.furtherWorkers = 3;
  const all = results.runs.get("ours-all")!;
  results.runs.set("ours-all", all.map((run) => ({ ...run, peakMegabytes: 150 + 300 })));
  assertEquals(verdictOf(results, "further worker")?.measured, "100 MB");
  assertEquals(verdictOf(results, "further worker")?.verdict, "MISS");
});
