import type { ScaleFigures } from "./performance_figures.ts";

/** The CPU time of a process when a number of records was committed. */
export interface CpuSample {
  readonly records: number;
  readonly cpuSeconds: number;
}

const firstDecade = 10_000;

/**
 * The cost per record from ten thousand to a hundred thousand records, from there to a million, and so
 * on. If it stays the same, nothing grows with the number of records.
 */
export function costByDecade(samples: readonly CpuSample[]): ScaleFigures[] {
  const last = samples.at(-1)?.records ?? 0;
  const decades: ScaleFigures[] = [];
  for (let from = firstDecade; from < last; from *= 10) {
    const to = Math.min(from * 10, last);
    const seconds = cpuAt(samples, to) - cpuAt(samples, from);
    decades.push({ from, to, cpuMicrosPerRecord: seconds * 1e6 / (to - from) });
  }
  return decades;
}

/** CPU seconds at a number of records, interpolated between the neighboring samples. */
function cpuAt(samples: readonly CpuSample[], records: number): number {
  const next = samples.findIndex((sample) => sample.records >= records);
  const [before, after] = [samples[Math.max(0, next - 1)], samples[next]];
  if (before === undefined || after === undefined) return NaN;
  if (after.records === before.records) return after.cpuSeconds;
  const share = (records - before.records) / (after.records - before.records);
  return before.cpuSeconds + share * (after.cpuSeconds - before.cpuSeconds);
}
