/** How often the same may be said. */
export interface RepeatLimits {
  readonly perWindow: number;
  readonly windowMs: number;
  /** Milliseconds that only rise. */
  readonly now: () => number;
}

interface Window {
  readonly startMs: number;
  said: number;
  suppressed: number;
}

const maxKeys = 1_000;

/** Lets the same thing be said a few times, and counts how often it was kept back then. */
export class RepeatLimit {
  readonly #limits: RepeatLimits;
  readonly #windows = new Map<string, Window>();

  /** Begins with nothing said. */
  constructor(limits: RepeatLimits) {
    this.#limits = limits;
  }

  /** How many were kept back since this was said last; null when it is to be kept back as well. */
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

  /** Whatever was kept back and its time is over, or all of it: each is given once. */
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
