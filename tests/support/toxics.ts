/** Which way a frame goes. */
export type Direction = "requests" | "answers";

/** Something that is wrong with the whole way to the brokers until it ends. */
export interface Toxic {
  readonly end: () => void;
}

type Delay = (direction: Direction, bytes: number) => Promise<void>;

/** What is wrong with a way at the moment, and how long that keeps a frame back. */
export class Toxics {
  readonly #delays = new Map<Delay, () => void>();
  #closeDelayMs = 0;

  /** Each request takes so much longer. */
  latency(ms: number): Toxic {
    return this.#add((direction) => direction === "requests" ? sleep(ms) : Promise.resolve());
  }

  /** All connections together get so much through, either way. */
  bandwidth(bytesPerSecond: number): Toxic {
    let freeAtMs = 0;
    return this.#add(async (_, bytes) => {
      const now = performance.now();
      freeAtMs = Math.max(freeAtMs, now) + bytes / bytesPerSecond * 1000;
      await sleep(freeAtMs - now);
    });
  }

  /** Nothing arrives and nothing is refused; what was kept back goes on at the end. */
  blackHole(blocked: Direction | "both"): Toxic {
    const { promise, resolve } = Promise.withResolvers<void>();
    const isBlocked = (direction: Direction) => blocked === "both" || blocked === direction;
    return this.#add((direction) => isBlocked(direction) ? promise : Promise.resolve(), resolve);
  }

  /** When one side closes, the other hears of it so much later. */
  slowClose(ms: number): Toxic {
    this.#closeDelayMs = ms;
    return { end: () => this.#closeDelayMs = 0 };
  }

  /** Settles when a frame may go on. */
  async pass(direction: Direction, bytes: number): Promise<void> {
    for (const delay of this.#delays.keys()) await delay(direction, bytes);
  }

  /** Settles when the end of one side may be passed on. */
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
