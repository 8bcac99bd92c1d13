import type { Job } from "./contestant.ts";
import { type Pace, PacedLoad } from "./paced_load.ts";
import { pause } from "./pause.ts";
import { type Around, readAround } from "./read_around.ts";
import type { Workplace } from "./workplace.ts";

const settleMs = 3_000;

/** Readings around the measured part of a load. */
export async function readUnderLoad<T>(
  { ground, signal }: Pick<Workplace, "ground" | "signal">,
  job: Job,
  pace: Pace,
  read: () => Promise<T>,
): Promise<Around<T>> {
  signal.throwIfAborted();
  await using load = new PacedLoad(job, ground.partitionCount, pace);
  const around = await readAround(await load.schedule(), read);
  await load.sent();
  return around;
}

/** Readings around some seconds without a load, after what came before has settled. */
export async function readWithoutLoad<T>(
  { signal }: Pick<Workplace, "signal">,
  seconds: number,
  read: () => Promise<T>,
): Promise<Around<T>> {
  signal.throwIfAborted();
  await pause(settleMs);
  const before = await read();
  await pause(seconds * 1_000);
  return { before, after: await read() };
}
