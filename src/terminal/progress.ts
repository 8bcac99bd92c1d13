const reportEveryMs = 2_000;

/** Counts finished work, and reports it with its actual rate. */
export class Progress {
  readonly #verb: string;
  readonly #noun: string;
  readonly #report: (line: string) => void;
  readonly #startMs = performance.now();
  #done = 0;
  #reportedMs = 0;

  /** Starts the clock. "sent 1000 logins" has the verb "sent" and the noun "logins". */
  constructor(verb: string, noun: string, report: (line: string) => void) {
    this.#verb = verb;
    this.#noun = noun;
    this.#report = report;
  }

  /** How much is done. */
  get done(): number {
    return this.#done;
  }

  /** How long it took so far, in milliseconds. */
  get elapsedMs(): number {
    return performance.now() - this.#startMs;
  }

  /** Adds finished work, and reports progress every two seconds. */
  add(amount: number): void {
    this.#done += amount;
    const { elapsedMs } = this;
    if (elapsedMs - this.#reportedMs < reportEveryMs) return;
    this.#reportedMs = elapsedMs;
    this.finish();
  }

  /** Reports the progress so far. */
  finish(): void {
    const seconds = this.elapsedMs / 1000;
    const rate = Math.round(this.#done / Math.max(seconds, 0.001));
    this.#report(
      `${this.#verb} ${this.#done} ${this.#noun} in ${seconds.toFixed(1)} s (${rate}/s)`,
    );
  }
}
