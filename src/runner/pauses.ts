/** A set of timers that can be canceled together. */
export class Pauses {
  readonly #timers = new Set<ReturnType<typeof setTimeout>>();

  /** Runs a function after `ms` milliseconds. */
  after(ms: number, act: () => void): void {
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      act();
    }, ms);
    this.#timers.add(timer);
  }

  /** Cancels all timers. */
  clear(): void {
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers.clear();
  }
}
