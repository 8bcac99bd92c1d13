import { hundredths } from "./rounding.ts";
import type { LatencyRound, RunFigures } from "./performance_figures.ts";
import { type Usage, usageOf } from "./process_usage.ts";
import type { StartedContestant } from "./started_contestant.ts";
import type { Workplace } from "./workplace.ts";

/** What a contestant and the brokers have used up to a moment. */
export interface CpuReading {
  readonly atMs: number;
  readonly contestant: Usage;
  /** The sum of all brokers. */
  readonly brokerCpuSeconds: number;
}

/** CPU seconds of a contestant and of all brokers in some seconds. */
export interface CpuInterval {
  readonly seconds: number;
  readonly contestant: number;
  readonly brokers: number;
}

/** Reads both at the same time, so that they belong to the same interval. */
export async function readCpu(
  { brokerPids }: Pick<Workplace, "brokerPids">,
  started: Pick<StartedContestant, "usage">,
): Promise<CpuReading> {
  const [contestant, ...brokers] = await Promise.all([
    started.usage(),
    ...brokerPids.map(brokerCpuSeconds),
  ]);
  const sum = brokers.reduce((total, seconds) => total + seconds, 0);
  return { atMs: performance.now(), contestant, brokerCpuSeconds: sum };
}

async function brokerCpuSeconds(pid: number): Promise<number> {
  const usage = await usageOf(pid);
  if (usage === null) throw new Error(`the broker with process id ${pid} has exited`);
  return usage.cpuSeconds;
}

/** CPU seconds per million records between two readings. */
export function cpuPerMillion(
  before: CpuReading,
  after: CpuReading,
  records: number,
): Pick<RunFigures, "cpuSecondsPerMillion" | "brokerCpuSecondsPerMillion"> {
  const { contestant, brokers } = cpuBetween(before, after);
  const millions = records / 1e6;
  return {
    cpuSecondsPerMillion: hundredths(contestant / millions),
    brokerCpuSecondsPerMillion: hundredths(brokers / millions),
  };
}

/** The cores in use between two readings: CPU seconds per second. */
export function coresBetween(
  before: CpuReading,
  after: CpuReading,
): Pick<LatencyRound, "cores" | "brokerCores"> {
  const { contestant, brokers, seconds } = cpuBetween(before, after);
  return {
    cores: hundredths(contestant / seconds),
    brokerCores: hundredths(brokers / seconds),
  };
}

/** CPU seconds between two readings, and the seconds that passed. */
export function cpuBetween(before: CpuReading, after: CpuReading): CpuInterval {
  return {
    seconds: (after.atMs - before.atMs) / 1000,
    contestant: after.contestant.cpuSeconds - before.contestant.cpuSeconds,
    brokers: after.brokerCpuSeconds - before.brokerCpuSeconds,
  };
}
