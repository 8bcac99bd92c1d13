/** How log lines are written, and how many bytes may wait. */
export interface LogOutputOptions {
  /** Writes some of the bytes and returns their number, like `Deno.stdout.write`. */
  readonly write: (bytes: Uint8Array) => Promise<number>;
  readonly maxBytes: number;
  /** Pause after a failed write. */
  readonly retryMs: number;
  /** Called with the number of dropped lines once lines can be written again. */
  readonly onLeftOut: (lines: number) => void;
}

const encoder = new TextEncoder();
const maxWriteBytes = 64 * 1024;

/**
 * Writes log lines without making anything wait for their reader: lines queue up to a limit, and
 * lines beyond it are dropped and counted. A blocking write would stop heartbeats, health, and page
 * whenever a terminal is paused or a collector hangs.
 */
export class LogOutput {
  readonly #options: LogOutputOptions;
  readonly #queue: Uint8Array[] = [];
  #queuedBytes = 0;
  #leftOut = 0;
  #untold = 0;
  #isClosed = false;
  #writing: Promise<void> | null = null;

  constructor(options: LogOutputOptions) {
    this.#options = options;
  }

  /** How many lines were dropped so far. */
  get leftOut(): number {
    return this.#leftOut;
  }

  /** Queues a line, including its newline. */
  add(line: string): void {
    const bytes = encoder.encode(line);
    if (this.#isClosed || this.#queuedBytes + bytes.length > this.#options.maxBytes) {
      return this.#leaveOut(1);
    }
    this.#queue.push(bytes);
    this.#queuedBytes += bytes.length;
    this.#writing ??= this.#writeAll();
  }

  /** Waits until everything is written, at most this long. */
  async flush(withinMs: number): Promise<void> {
    const { promise: tooLate, resolve } = Promise.withResolvers<void>();
    const timer = setTimeout(resolve, withinMs);
    const hasWritten = async () => {
      while (this.#writing !== null) await this.#writing;
    };
    await Promise.race([hasWritten(), tooLate]);
    clearTimeout(timer);
  }

  async #writeAll(): Promise<void> {
    while (this.#queue.length > 0) await this.#writeSome();
    // Reset in the same turn as the last check of the queue. If it were reset after the promise
    // settles, as in `finally`, a line added in between would see a running writer that no longer
    // checks the queue. The line would wait for the next one, and the last line would never be written.
    this.#writing = null;
  }

  async #writeSome(): Promise<void> {
    const lines = this.#nextLines();
    try {
      await this.#write(joined(lines));
      this.#queuedBytes -= bytesOf(lines);
    } catch (error) {
      this.#queuedBytes -= bytesOf(lines);
      this.#leaveOut(lines.length);
      return await this.#afterFailure(error);
    }
    this.#tell();
  }

  /** The next lines to write; they count as queued until they are written. */
  #nextLines(): Uint8Array[] {
    let bytes = 0;
    const beyond = this.#queue.findIndex((line) => (bytes += line.length) > maxWriteBytes);
    return this.#queue.splice(0, beyond === -1 ? this.#queue.length : Math.max(1, beyond));
  }

  async #write(bytes: Uint8Array): Promise<void> {
    for (let rest = bytes; rest.length > 0;) {
      rest = rest.subarray(await this.#options.write(rest));
    }
  }

  /** A reader that has gone does not come back, but a full disk may get space. */
  async #afterFailure(error: unknown): Promise<void> {
    if (error instanceof Deno.errors.BrokenPipe) {
      this.#isClosed = true;
      this.#leaveOut(this.#queue.length);
      this.#queue.length = 0;
      return;
    }
    await new Promise((resolve) => setTimeout(resolve, this.#options.retryMs));
  }

  #leaveOut(lines: number): void {
    this.#leftOut += lines;
    this.#untold += lines;
  }

  /** Reports only when there is room, so that the report itself is not dropped. */
  #tell(): void {
    if (this.#untold === 0 || this.#queuedBytes > this.#options.maxBytes / 2) return;
    const lines = this.#untold;
    this.#untold = 0;
    this.#options.onLeftOut(lines);
  }
}

function bytesOf(lines: readonly Uint8Array[]): number {
  return lines.reduce((sum, { length }) => sum + length, 0);
}

function joined(lines: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(bytesOf(lines));
  let at = 0;
  for (const line of lines) {
    whole.set(line, at);
    at += line.length;
  }
  return whole;
}
