/** How a log is written, and how much of it may wait. */
export interface LogOutputOptions {
  /** Writes some of the bytes and gives their number, as `Deno.stdout.write` does. */
  readonly write: (bytes: Uint8Array) => Promise<number>;
  readonly maxBytes: number;
  /** How long after a failed write the next is tried. */
  readonly retryMs: number;
  /** Told once lines can be written again, with the number of those that were left out. */
  readonly onLeftOut: (lines: number) => void;
}

const encoder = new TextEncoder();
const maxWriteBytes = 64 * 1024;

/**
 * The way of log lines out of the process. Nobody waits for a reader: what it does not take waits
 * here up to a limit, and lines beyond that are left out and counted. A write that is done at once
 * would stop heartbeats, health and page with a terminal that is held or a collector that hangs.
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

  /** How many lines were left out so far. */
  get leftOut(): number {
    return this.#leftOut;
  }

  /** Takes a line with its newline, to write it soon. */
  add(line: string): void {
    const bytes = encoder.encode(line);
    if (this.#isClosed || this.#queuedBytes + bytes.length > this.#options.maxBytes) {
      return this.#leaveOut(1);
    }
    this.#queue.push(bytes);
    this.#queuedBytes += bytes.length;
    this.#writing ??= this.#writeAll();
  }

  /** Waits until all is written, and no longer than this. */
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
    // In the same turn as the last look at the queue. Behind the promise, as in `finally`, a line that
    // is added between the two finds a writer at work, which has looked for the last time: it would
    // stay here until another line comes, and the last line of all for ever.
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

  /** They count as waiting until they are written. */
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

  /** A reader that is gone does not come back; a disk that is full may be emptied. */
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

  /** Only when there is room: the line that tells must not be left out itself. */
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
