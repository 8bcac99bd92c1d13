/** How often the same line may be logged. */
export interface RepeatLimits {
  readonly perWindow: number;
  readonly windowMs: number;
  /** Monotonic milliseconds. */
  readonly now: () => number;
}

interface Window {
  readonly startMs: number;
  said: number;
  suppressed: number;
}

const maxKeys = 1_000;

/** Limits how often the same line is logged, and counts the suppressed ones. */
export class RepeatLimit {
  readonly #limits: RepeatLimits;
  readonly #windows = new Map<string, Window>();

  /** Starts with nothing logged. */
  constructor(limits: RepeatLimits) {
    this.#limits = limits;
  }

  /** How many were suppressed since this line was last logged; null to suppress this one, too. */
  say(key: string): number | null {
    const { perWindow, windowMs, now } = this.#limits;
    const window = this.#windows.get(key);
    if (window === undefined || now() - window.startMs >= windowMs) {
      this.#forgetOldest();
      this.#windows.delete(key);
      this.#windows.set(key, { startMs: now(), said: 1, suppressed: 0 });
      return window?.suppressed ?? 0;
    }
    if (window.said < perWindow) {
      window.said++;
      return 0;
    }
    window.suppressed++;
    return null;
  }

  /** The suppressed lines whose window has ended, or all of them; each is returned once. */
  *takeSuppressed(all: boolean): Generator<{ readonly key: string; readonly count: number }> {
    const { windowMs, now } = this.#limits;
    for (const [key, window] of this.#windows) {
      if (!all && now() - window.startMs < windowMs) continue;
      this.#windows.delete(key);
      if (window.suppressed > 0) yield { key, count: window.suppressed };
    }
  }

  #forgetOldest(): void {
    if (this.#windows.size < maxKeys) return;
    for (const key of this.#windows.keys()) {
      this.#windows.delete(key);
      return;
    }
  }
}
