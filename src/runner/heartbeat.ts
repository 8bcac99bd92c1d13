/** Keeps a member in its group while a handler runs, and remembers when the group removed it. */
export class Heartbeat {
  readonly #timer: ReturnType<typeof setInterval>;
  #failure: unknown = null;

  /** Sends heartbeats until stopped. kafkajs itself sends them only between batches. */
  constructor(beat: () => Promise<void>, intervalMs: number) {
    this.#timer = setInterval(() => {
      beat().catch((error) => this.#failure ??= error);
    }, intervalMs);
  }

  /** Throws the error of a failed heartbeat unchanged: kafkajs recognizes its errors by their type. */
  assertAlive(): void {
    if (this.#failure !== null) throw this.#failure;
  }

  /** Stops sending heartbeats. */
  stop(): void {
    clearInterval(this.#timer);
  }
}
