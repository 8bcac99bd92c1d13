/**
 * What one reader has not taken yet, and the stream that it takes it from. The queue is its own, not
 * the stream's: so it can be thrown away, and the stream ends like any other.
 */
export class Subscription {
  readonly stream: ReadableStream<Uint8Array>;
  readonly #queue: Uint8Array[];
  #lagBytes = 0;
  #isOver = false;
  #news = Promise.withResolvers<void>();

  /** Begins with these bytes, however many; tells when the reader goes. */
  constructor(first: Uint8Array, onGone: () => void) {
    this.#queue = [first];
    this.stream = new ReadableStream({
      pull: (controller) => this.#give(controller),
      cancel: () => {
        this.end();
        onGone();
      },
    }, { highWaterMark: 0 });
  }

  /** How many bytes were added that the reader has not taken. */
  get lagBytes(): number {
    return this.#lagBytes;
  }

  /** Lets the reader take this after everything before. */
  add(bytes: Uint8Array): void {
    this.#queue.push(bytes);
    this.#lagBytes += bytes.length;
    this.#wake();
  }

  /** Ends the stream; what was not taken is lost. */
  end(): void {
    this.#isOver = true;
    this.#queue.length = 0;
    this.#lagBytes = 0;
    this.#wake();
  }

  #wake(): void {
    this.#news.resolve();
    this.#news = Promise.withResolvers();
  }

  async #give(controller: ReadableStreamDefaultController<Uint8Array>): Promise<void> {
    while (this.#queue.length === 0 && !this.#isOver) await this.#news.promise;
    const bytes = this.#queue.shift();
    if (bytes === undefined) return controller.close();
    this.#lagBytes = this.#queue.reduce((sum, { length }) => sum + length, 0);
    controller.enqueue(bytes);
  }
}
