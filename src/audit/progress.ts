const reportEveryMs = 2_000;

/** Reports the progress of the audit, its speed and the time left. */
export class Progress {
  readonly #total: number;
  readonly #report: (line: string) => void;
  readonly #startMs = performance.now();
  #done = 0;
  #reportedMs = performance.now();

  /** Starts now, with a number of offsets to read. */
  constructor(total: number, report: (line: string) => void) {
    this.#total = total;
    this.#report = report;
  }

  /** Counts offsets that were read, and reports every two seconds. */
  add(offsets: number): void {
    this.#done += offsets;
    const nowMs = performance.now();
    if (nowMs - this.#reportedMs < reportEveryMs) return;
    this.#reportedMs = nowMs;
    this.#report(progressLine(this.#done, this.#total, nowMs - this.#startMs));
  }
}

/** The offsets read, the rate, and the time left at this rate. */
export function progressLine(done: number, total: number, elapsedMs: number): string {
  const rate = Math.round(done / (elapsedMs / 1000));
  const left = rate === 0 ? "?" : Math.ceil(Math.max(0, total - done) / rate);
  return `audited ${done} of ${total} offsets (${rate}/s, ${left} s left)`;
}
