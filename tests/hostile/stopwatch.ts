import process from "node:process";

const attempts = 4;

/** What a call gave back, and how long it takes. */
export interface Timed<T> {
  readonly result: T;
  readonly ms: number;
}

/**
 * Runs a pure function and measures the processor's time that it took: the clock on the wall goes on
 * while other programs have the processor. What takes longer than allowed is run again and judged by
 * its best time, for a garbage collection is nobody's fault.
 */
export function timed<T>(run: () => T, allowedMs: number): Timed<T> {
  let best = once(run);
  for (let i = 1; i < attempts && best.ms > allowedMs; i++) {
    const again = once(run);
    if (again.ms < best.ms) best = again;
  }
  return best;
}

function once<T>(run: () => T): Timed<T> {
  const before = process.cpuUsage();
  const startedMs = performance.now();
  const result = run();
  const wallMs = performance.now() - startedMs;
  const { user, system } = process.cpuUsage(before);
  // Other threads of this process have their time counted, too.
  return { result, ms: Math.min(wallMs, (user + system) / 1000) };
}
