/** How much there is to do, and how fast. */
export interface PaceSettings {
  /** 0 for no end. */
  readonly count: number;
  /** A second; 0 for as fast as it goes. */
  readonly rate: number;
}

const reportEveryMs = 2_000;
const ticksPerSecond = 20;

/** Hands out work in portions at a rate, and reports progress with the rate reached. */
export class Pace {
  readonly #verb: string;
  readonly #noun: string;
  readonly #settings: PaceSettings;
  readonly #report: (line: string) => void;
  readonly #started = performance.now();
  #done = 0;
  #reportedMs = 0;

  /** Begins now: "sent 1000 logins" has the verb "sent" and the noun "logins". */
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

  /** Waits until more is due and says how much, at most a portion; 0 when all is done. */
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

  /** Counts what was done, and reports it every two seconds. */
  add(amount: number): void {
    this.#done += amount;
    const elapsedMs = performance.now() - this.#started;
    if (elapsedMs - this.#reportedMs < reportEveryMs) return;
    this.#reportedMs = elapsedMs;
    this.finish();
  }

  /** Reports where it stands. */
  finish(): void {
    const seconds = (performance.now() - this.#started) / 1000;
    const rate = Math.round(this.#done / Math.max(seconds, 0.001));
    this.#report(
      `${this.#verb} ${this.#done} ${this.#noun} in ${seconds.toFixed(1)} s (${rate}/s)`,
    );
  }
}
