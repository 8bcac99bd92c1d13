import type { Progress } from "./progress.ts";

/** How much to do, and how fast. */
export interface PaceSettings {
  /** 0 means without end. */
  readonly count: number;
  /** Per second; 0 means as fast as possible. */
  readonly rate: number;
}

const ticksPerSecond = 20;

/** Hands out work in portions at a rate, by the progress of what is done. */
export class Pace {
  readonly #settings: PaceSettings;
  readonly #progress: Progress;

  /** The rate holds from the beginning of the progress. */
  constructor(settings: PaceSettings, progress: Progress) {
    this.#settings = settings;
    this.#progress = progress;
  }

  /** Waits until more is due and returns how much, at most one portion; 0 when all is done. */
  async next(portion: number): Promise<number> {
    const { count, rate } = this.#settings;
    const { done, elapsedMs } = this.#progress;
    const left = count === 0 ? Infinity : count - done;
    if (rate === 0) return Math.min(left, portion);
    const wanted = Math.min(left, portion, Math.max(1, Math.floor(rate / ticksPerSecond)));
    const waitMs = (done / rate) * 1000 - elapsedMs;
    if (waitMs > 0) await new Promise((resolve) => setTimeout(resolve, waitMs));
    return wanted;
  }
}
