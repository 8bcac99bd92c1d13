interface Timer {
  readonly act: () => void;
  readonly everyMs: number | null;
  dueMs: number;
}

/** Replaces timers and the monotonic clock until it is disposed; time passes only when a test says so. */
export class ManualTime implements Disposable {
  nowMs = 0;
  readonly #timers = new Map<number, Timer>();
  readonly #restore: () => void;
  #created = 0;

  constructor() {
    const { setTimeout, setInterval, clearTimeout, clearInterval } = globalThis;
    const { now } = performance;
    this.#restore = () => {
      Object.assign(globalThis, { setTimeout, setInterval, clearTimeout, clearInterval });
      performance.now = now;
    };
    const clear = (id: number) => void this.#timers.delete(id);
    Object.assign(globalThis, {
      setTimeout: (act: () => void, ms = 0) => this.#add(act, ms, null),
      setInterval: (act: () => void, ms: number) => this.#add(act, ms, ms),
      clearTimeout: clear,
      clearInterval: clear,
    });
    performance.now = () => this.nowMs;
  }

  /** How many timers are set. */
  get timers(): number {
    return this.#timers.size;
  }

  /** Lets time pass, with all timers that are due by then and what follows from each. */
  async pass(ms: number): Promise<void> {
    const endMs = this.nowMs + ms;
    await turns();
    while (true) {
      const [next] = [...this.#timers].toSorted(([, a], [, b]) => a.dueMs - b.dueMs);
      if (next === undefined || next[1].dueMs > endMs) break;
      const [id, timer] = next;
      this.nowMs = Math.max(this.nowMs, timer.dueMs);
      if (timer.everyMs === null) this.#timers.delete(id);
      else timer.dueMs += timer.everyMs;
      timer.act();
      await turns();
    }
    this.nowMs = endMs;
  }

  [Symbol.dispose](): void {
    this.#restore();
  }

  #add(act: () => void, ms: number, everyMs: number | null): number {
    this.#timers.set(++this.#created, { act, everyMs, dueMs: this.nowMs + ms });
    return this.#created;
  }
}

/** Lets everything happen that waits for nothing but its turn. */
export async function turns(): Promise<void> {
  for (let turn = 0; turn < 50; turn++) await Promise.resolve();
}
