interface Waiting {
  readonly amount: number;
  readonly admit: () => void;
}

/**
 * Limits how much work runs at once, first come, first served. Work larger than the whole budget runs
 * alone.
 */
export class Budget {
  readonly #total: number;
  readonly #waiting: Waiting[] = [];
  #taken = 0;

  /** Starts with the whole budget free. */
  constructor(total: number) {
    this.#total = total;
  }

  /** Waits until an amount is free, and holds it while the work runs. */
  async spend<T>(amount: number, work: () => Promise<T>): Promise<T> {
    await this.#admitted(amount);
    try {
      return await work();
    } finally {
      this.#taken -= amount;
      this.#admitNext();
    }
  }

  async #admitted(amount: number): Promise<void> {
    if (this.#waiting.length === 0 && this.#hasRoomFor(amount)) {
      this.#taken += amount;
      return;
    }
    await new Promise<void>((admit) => this.#waiting.push({ amount, admit }));
  }

  #admitNext(): void {
    while (this.#waiting.length > 0 && this.#hasRoomFor(this.#waiting[0]!.amount)) {
      const { amount, admit } = this.#waiting.shift()!;
      this.#taken += amount;
      admit();
    }
  }

  #hasRoomFor(amount: number): boolean {
    return this.#taken === 0 || this.#taken + amount <= this.#total;
  }
}
