interface Waiting {
  readonly amount: number;
  readonly admit: () => void;
}

/**
 * Bounds what is under way at once, in the order in which it was asked for. What is larger than the
 * whole is let in when nothing else is.
 */
export class Budget {
  readonly #whole: number;
  readonly #waiting: Waiting[] = [];
  #taken = 0;

  /** Begins with nothing taken. */
  constructor(whole: number) {
    this.#whole = whole;
  }

  /** Runs work that takes an amount for as long as it lasts, once there is so much. */
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
    return this.#taken === 0 || this.#taken + amount <= this.#whole;
  }
}
