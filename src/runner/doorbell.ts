/**
 * Wakes one waiter when something happens, now or since it last waited. Racing the promises of all
 * possible events instead would add a reaction to each long-lived one in every turn, and leak memory.
 */
export class Doorbell {
  #isRung = false;
  #waiter: (() => void) | null = null;

  /** Wakes the waiter, or lets the next one pass at once. */
  ring(): void {
    this.#isRung = true;
    const waiter = this.#waiter;
    this.#waiter = null;
    waiter?.();
  }

  /** Waits for a ring. Only one waiter at a time. */
  async wait(): Promise<void> {
    if (!this.#isRung) await new Promise<void>((resolve) => this.#waiter = resolve);
    this.#isRung = false;
  }
}
