const firstPauseMs = 1;
const longestPauseMs = 20;

/**
 * Waits a little longer before each further attempt, up to a deadline. Right after a commit, for as long
 * as its end markers take, brokers answer requests of the next transaction with "not yet".
 */
export class Patience {
  readonly #deadlineMs: number;
  #pauseMs = firstPauseMs;

  /** Starts to wait for at most so long. */
  constructor(timeoutMs: number) {
    this.#deadlineMs = performance.now() + timeoutMs;
  }

  /** Whether there is time for another attempt. */
  get isLeft(): boolean {
    return performance.now() < this.#deadlineMs;
  }

  /** Waits before another attempt. */
  async pause(): Promise<void> {
    await new Promise((resolve) => setTimeout(resolve, this.#pauseMs));
    this.#pauseMs = Math.min(this.#pauseMs * 2, longestPauseMs);
  }
}
