/** The direction of a frame. */
export type Direction = "requests" | "answers";

/** A disturbance of all connections to the brokers until it ends. */
export interface Toxic {
  readonly end: () => void;
}

type Delay = (direction: Direction, bytes: number) => Promise<void>;

/** The active disturbances of a network, and how long they delay a frame. */
export class Toxics {
  readonly #delays = new Map<Delay, () => void>();
  #closeDelayMs = 0;

  /** Delays each request by this time. */
  latency(ms: number): Toxic {
    return this.#add((direction) => direction === "requests" ? sleep(ms) : Promise.resolve());
  }

  /** Limits the throughput of all connections together, in each direction. */
  bandwidth(bytesPerSecond: number): Toxic {
    let freeAtMs = 0;
    return this.#add(async (_, bytes) => {
      const now = performance.now();
      freeAtMs = Math.max(freeAtMs, now) + bytes / bytesPerSecond * 1000;
      await sleep(freeAtMs - now);
    });
  }

  /** Stops all traffic without refusing anything; at the end, what was held goes on. */
  blackHole(blocked: Direction | "both"): Toxic {
    const { promise, resolve } = Promise.withResolvers<void>();
    const isBlocked = (direction: Direction) => blocked === "both" || blocked === direction;
    return this.#add((direction) => isBlocked(direction) ? promise : Promise.resolve(), resolve);
  }

  /** When one side closes, the other side learns of it after this delay. */
  slowClose(ms: number): Toxic {
    this.#closeDelayMs = ms;
    return { end: () => this.#closeDelayMs = 0 };
  }

  /** Resolves when a frame may go on. */
  async pass(direction: Direction, bytes: number): Promise<void> {
    for (const delay of this.#delays.keys()) await delay(direction, bytes);
  }

  /** Resolves when the end of one side may be passed on. */
  async passClose(): Promise<void> {
    if (this.#closeDelayMs > 0) await sleep(this.#closeDelayMs);
  }

  /** Ends all of them. */
  endAll(): void {
    this.#closeDelayMs = 0;
    for (const end of [...this.#delays.values()]) end();
  }

  #add(delay: Delay, release: () => void = () => {}): Toxic {
    const end = () => {
      this.#delays.delete(delay);
      release();
    };
    this.#delays.set(delay, end);
    return { end };
  }
}

async function sleep(ms: number): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, ms));
}
