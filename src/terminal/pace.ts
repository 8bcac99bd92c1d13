/** How much to do, and how fast. */
export interface PaceSettings {
  /** 0 means without end. */
  readonly count: number;
  /** Per second; 0 means as fast as possible. */
  readonly rate: number;
}

const reportEveryMs = 2_000;
const ticksPerSecond = 20;

/** Hands out work in portions at a rate, and reports progress with the actual rate. */
export class Pace {
  readonly #verb: string;
  readonly #noun: string;
  readonly #settings: PaceSettings;
  readonly #report: (line: string) => void;
  readonly #started = performance.now();
  #done = 0;
  #reportedMs = 0;

  /** Starts the clock. "sent 1000 logins" has the verb "sent" and the noun "logins". */
  constructor(
    verb: string,
    noun: string,
    settings: PaceSettings,
    report: (line: string) => void,
  ) {
    this.#verb = verb;
    this.#noun = noun;
    this.#settings = settings;
    this.#report = report;
  }

  /** Waits until more is due and returns how much, at most one portion; 0 when all is done. */
  async next(portion: number): Promise<number> {
    const { count, rate } = this.#settings;
    const left = count === 0 ? Infinity : count - this.#done;
    if (rate === 0) return Math.min(left, portion);
    const wanted = Math.min(left, portion, Math.max(1, Math.floor(rate / ticksPerSecond)));
    const dueMs = this.#started + (this.#done / rate) * 1000;
    const waitMs = dueMs - performance.now();
    if (waitMs > 0) await new Promise((resolve) => setTimeout(resolve, waitMs));
    return wanted;
  }

  /** Adds work that was done, and reports progress every two seconds. */
  add(amount: number): void {
    this.#done += amount;
    const elapsedMs = performance.now() - this.#started;
    if (elapsedMs - this.#reportedMs < reportEveryMs) return;
    this.#reportedMs = elapsedMs;
    this.finish();
  }

  /** Reports the progress so far. */
  finish(): void {
    const seconds = (performance.now() - this.#started) / 1000;
    const rate = Math.round(this.#done / Math.max(seconds, 0.001));
    this.#report(
      `${this.#verb} ${this.#done} ${this.#noun} in ${seconds.toFixed(1)} s (${rate}/s)`,
    );
  }
}
