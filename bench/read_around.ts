import type { Schedule } from "./load.ts";
import { pause } from "./pause.ts";

/** Readings at the beginning and at the end of what is measured. */
export interface Around<T> {
  readonly before: T;
  readonly after: T;
}

const earlyMs = 500;

/**
 * Reads at the beginning and at the end of a schedule. The first time is a little early, at the same
 * rate, because reading takes a few processes, which would delay records.
 */
export async function readAround<T>(
  { fromMs, untilMs }: Schedule,
  read: () => Promise<T>,
): Promise<Around<T>> {
  await pauseUntil(fromMs - earlyMs);
  const before = await read();
  await pauseUntil(untilMs);
  return { before, after: await read() };
}

async function pauseUntil(timeMs: number): Promise<void> {
  await pause(timeMs - Date.now());
}
