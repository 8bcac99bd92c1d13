import { assertEquals, assertStringIncludes } from "@std/assert";
import type { PerformanceFigures } from "../../../../bench/performance_figures.ts";
import { performanceParts } from "../../../../tools/docs/performance_parts.ts";
import { performancePlots } from "../../../../tools/docs/performance_plots.ts";

const others = {
  cpuSecondsPerMillion: 5,
  brokerCpuSecondsPerMillion: 4,
  peakMegabytes: 150,
  firstOutputMs: 900,
};
const percentiles = { p50: 5, p90: 9, p99: 20, p999: 30 };
const latencyRound = { ...percentiles, loadBehindMs: 1, cores: 0.5, brokerCores: 0.9 };

const figures: PerformanceFigures = {
  date: "2026-11-23",
  commit: "abc1234",
  arguments: "--rounds 2",
  machine: { cores: 2, model: "a processor", gigabytes: 24 },
  versions: { Kafka: "4.3.1", Deno: "2.9.6" },
  records: 2_000_000,
  roundCount: 2,
  contestants: [
    contestant("ours", "all of us", [400_000, 200_000]),
    contestant("peer", "a peer", [200_000, 50_000]),
    contestant("absent", "nobody", []),
  ],
  skipped: { "somebody else": "there is no go" },
  latency: [
    { contestant: "ours", recordsPerSecond: 5_000, rounds: [latencyRound] },
    { contestant: "peer", recordsPerSecond: 50_000, rounds: [{ ...latencyRound, p99: 7_000 }] },
  ],
  restore: [{ keys: 1_000_000, ms: 2_500 }],
  idlePercent: 1,
  scale: [{ from: 10_000, to: 100_000, cpuMicrosPerRecord: 5.128 }],
  targets: [
    { measure: "speed", target: "≥ 2", measured: "3", verdict: "pass" },
    { measure: "memory", target: "≤ 2", measured: "3", verdict: "MISS" },
  ],
};

function contestant(name: string, title: string, rates: readonly number[]) {
  const rounds = rates.map((recordsPerSecond) => ({ recordsPerSecond, ...others }));
  return { name, title, settings: `settings of ${title}`, rounds };
}

function markdownOf(name: string): string {
  return performanceParts(figures).find((part) => part.name === name)!.markdown;
}

Deno.test("performanceParts() shows command, date, commit, machine and versions of the run, and who was left out", () => {
  const text = markdownOf("run");
  for (
    const part of [
      "`deno task bench --rounds 2`, 2026-11-23, commit abc1234",
      "2,000,000 logins, rounds: 2",
      "2 cores of a processor, 24 GB",
      "Kafka 4.3.1, Deno 2.9.6",
      "Left out: somebody else: there is no go.",
    ]
  ) assertStringIncludes(text, part);
});

Deno.test("performanceParts() compares each contestant with ours, round by round", () => {
  const table = markdownOf("contestants");
  assertStringIncludes(
    table,
    "| a peer | 3 (2–4) | 125,000 (50,000–200,000) | 5 | 4 | 150 | 900 |",
  );
  assertStringIncludes(table, "| nobody |  |  |  |  |  |  |");
});

Deno.test("performanceParts() marks a missed target", () => {
  assertStringIncludes(markdownOf("targets"), "| memory | ≤ 2 | 3 | **missed** |");
  assertStringIncludes(markdownOf("targets"), "| speed | ≥ 2 | 3 | pass |");
});

Deno.test("performanceParts() lists latency by contestant and rate", () => {
  assertStringIncludes(
    markdownOf("latency"),
    "| a peer | 50,000 | 5 | 9 | 7,000 | 30 | 1 | 0.5 | 0.9 |",
  );
});

Deno.test("performanceParts() has tables of restore and scale", () => {
  assertStringIncludes(markdownOf("restore"), "| 1,000,000 | 2,500 |");
  assertStringIncludes(markdownOf("scale"), "| 10,000 to 100,000 | 5.13 |");
});

Deno.test("performancePlots() shows the contestants that ran, and latency at one rate", () => {
  const plots = performancePlots(figures);
  assertEquals(Object.keys(plots), ["throughput.svg", "latency.svg"]);
  assertEquals(plots["throughput.svg"]!.match(/<rect/g)?.length, 2);
  assertStringIncludes(plots["throughput.svg"]!, "0.375 ×");
  assertEquals(plots["latency.svg"]!.match(/<rect/g)?.length, 1);
});
