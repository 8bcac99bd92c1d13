/** Keeps a member in its group while a handler works, and remembers when the group let it go. */
export class Heartbeat {
  readonly #timer: ReturnType<typeof setInterval>;
  #failure: unknown = null;

  /** Beats every so often until stopped; kafkajs itself beats only between batches. */
  constructor(beat: () => Promise<void>, intervalMs: number) {
    this.#timer = setInterval(() => {
      beat().catch((error) => this.#failure ??= error);
    }, intervalMs);
  }

  /** Throws what the group answered, as kafkajs threw it: it knows its own errors by their type. */
  assertAlive(): void {
    if (this.#failure !== null) throw this.#failure;
  }

  /** Beats no more. */
  stop(): void {
    clearInterval(this.#timer);
  }
}
