import { UsageError } from "../src/errors.ts";
import type { Shape } from "./model_figures.ts";

/**
 * The runs at full speed, from numbers in ascending order: each number of processes with the fewest
 * partitions, then the fewest processes with each further number of partitions. So in each run at most
 * one number differs from those of the first run.
 */
export function fullSpeedShapes(
  processes: readonly number[],
  partitions: readonly number[],
): Shape[] {
  const [fewestProcesses = 1] = processes;
  const [fewestPartitions = 1, ...morePartitions] = partitions;
  const idle = processes.find((number) => number > fewestPartitions);
  if (idle !== undefined) {
    throw new UsageError(`of ${idle} --processes, some get none of ${fewestPartitions} partitions`);
  }
  return [
    ...processes.map((number) => ({ processes: number, partitions: fewestPartitions })),
    ...morePartitions.map((number) => ({ processes: fewestProcesses, partitions: number })),
  ];
}
