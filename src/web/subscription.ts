/**
 * The stream of one subscriber and the bytes that it has not read yet. The queue is separate from the
 * stream, so that it can be discarded and the stream can still end normally.
 */
export class Subscription {
  readonly stream: ReadableStream<Uint8Array>;
  readonly #queue: Uint8Array[];
  #lagBytes = 0;
  #isOver = false;
  #news = Promise.withResolvers<void>();

  /** Starts with these bytes, however many; calls onGone when the reader cancels. */
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

  /** Added bytes that the reader has not read. */
  get lagBytes(): number {
    return this.#lagBytes;
  }

  /** Queues bytes. */
  add(bytes: Uint8Array): void {
    this.#queue.push(bytes);
    this.#lagBytes += bytes.length;
    this.#wake();
  }

  /** Ends the stream and discards queued bytes. */
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
