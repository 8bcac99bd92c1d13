import { assertEquals } from "@std/assert";
import { latencyRows, throughputRows } from "../../../bench/figure_rows.ts";

const run = {
  recordsPerSecond: 200_000,
  cpuSecondsPerMillion: 2.5,
  peakMegabytes: 150,
  firstOutputMs: 900,
};
const round = { p50: 5, p90: 9, p99: 20, p999: 30, loadBehindMs: 1 };

function contestant(name: string, rounds: readonly (typeof run)[]) {
  return { name, title: `the ${name}`, settings: "", rounds };
}

Deno.test("a row of throughput has the brokers' CPU time beside the contestant's", () => {
  const rounds = [{ ...run, brokerCpuSecondsPerMillion: 1.5 }];
  assertEquals(throughputRows({ contestants: [contestant("ours", rounds)], latency: [] }), [
    ["the ours", "1", "200,000", "2.5", "1.5", "150", "900"],
  ]);
});

Deno.test("a recording from before the brokers' CPU time was measured has an empty cell for it", () => {
  assertEquals(throughputRows({ contestants: [contestant("ours", [run])], latency: [] }), [
    ["the ours", "1", "200,000", "2.5", "", "150", "900"],
  ]);
});

Deno.test("a contestant of latency alone has no row of throughput; one that failed has an empty one", () => {
  const contestants = [contestant("ours", [run]), contestant("busy", []), contestant("failed", [])];
  const latency = [{ contestant: "busy", recordsPerSecond: 5_000, rounds: [round] }];
  const titles = throughputRows({ contestants, latency }).map(([title]) => title);
  assertEquals(titles, ["the ours", "the failed"]);
});

Deno.test("a row of latency ends with the cores of the contestant and of the brokers", () => {
  const rounds = [{ ...round, cores: 0.45, brokerCores: 0.9 }];
  const latency = [{ contestant: "ours", recordsPerSecond: 5_000, rounds }];
  assertEquals(latencyRows({ contestants: [contestant("ours", [])], latency }), [
    ["the ours", "5,000", "5", "9", "20", "30", "1", "0.45", "0.9"],
  ]);
});

Deno.test("a recording from before cores were measured has empty cells for them", () => {
  const latency = [{ contestant: "somebody", recordsPerSecond: 5_000, rounds: [round] }];
  assertEquals(latencyRows({ contestants: [], latency }), [
    ["somebody", "5,000", "5", "9", "20", "30", "1", "", ""],
  ]);
});
