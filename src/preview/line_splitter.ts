const newline = 0x0a;

/**
 * Splits chunks of bytes into lines, as bytes that may not be valid text. It buffers one line at a
 * time, and at most one byte more than the limit, so that a truncated line is still recognizable as too
 * long.
 */
export class LineSplitter {
  readonly #maxBytes: number;
  #begun = new Uint8Array(0);
  #begunBytes = 0;

  /** Truncates lines that are longer than the limit. */
  constructor(maxLineBytes: number) {
    this.#maxBytes = maxLineBytes + 1;
  }

  /** The lines that end in a chunk, without their newline; valid until the chunk is overwritten. */
  *push(chunk: Uint8Array): Generator<Uint8Array> {
    let start = 0;
    for (let end = chunk.indexOf(newline); end !== -1; end = chunk.indexOf(newline, start)) {
      const line = chunk.subarray(start, end);
      start = end + 1;
      if (this.#begunBytes === 0) yield line.subarray(0, this.#maxBytes);
      else yield this.#finish(line);
    }
    this.#keep(chunk.subarray(start));
  }

  /** The last line, if it does not end in a newline. */
  *end(): Generator<Uint8Array> {
    if (this.#begunBytes > 0) yield this.#finish(new Uint8Array(0));
  }

  #finish(end: Uint8Array): Uint8Array {
    this.#keep(end);
    const line = this.#begun.slice(0, this.#begunBytes);
    this.#begunBytes = 0;
    return line;
  }

  #keep(bytes: Uint8Array): void {
    const kept = bytes.subarray(0, this.#maxBytes - this.#begunBytes);
    const neededBytes = this.#begunBytes + kept.length;
    if (neededBytes > this.#begun.length) {
      const larger = new Uint8Array(Math.min(2 * neededBytes, this.#maxBytes));
      larger.set(this.#begun.subarray(0, this.#begunBytes));
      this.#begun = larger;
    }
    this.#begun.set(kept, this.#begunBytes);
    this.#begunBytes = neededBytes;
  }
}
