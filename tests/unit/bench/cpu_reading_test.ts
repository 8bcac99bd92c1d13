import { assertEquals } from "@std/assert";
import { coresBetween, cpuPerMillion, type CpuReading } from "../../../bench/cpu_reading.ts";

function reading(atMs: number, contestantSeconds: number, brokerCpuSeconds: number): CpuReading {
  const contestant = { cpuSeconds: contestantSeconds, peakMegabytes: 100 };
  return { atMs, contestant, brokerCpuSeconds };
}

const before = reading(1_000, 1, 30);
const after = reading(5_000, 3, 31);

Deno.test("CPU time per million records is that between two readings, not that since the start", () => {
  assertEquals(cpuPerMillion(before, after, 500_000), {
    cpuSecondsPerMillion: 4,
    brokerCpuSecondsPerMillion: 2,
  });
});

Deno.test("cores are CPU seconds per second between two readings", () => {
  assertEquals(coresBetween(before, after), { cores: 0.5, brokerCores: 0.25 });
});
