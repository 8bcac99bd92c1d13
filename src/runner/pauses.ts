/** Pauses that all end when somebody stops. */
export class Pauses {
  readonly #timers = new Set<ReturnType<typeof setTimeout>>();

  /** Does something after so many milliseconds. */
  after(ms: number, act: () => void): void {
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      act();
    }, ms);
    this.#timers.add(timer);
  }

  /** Forgets what was to be done. */
  clear(): void {
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers.clear();
  }
}
