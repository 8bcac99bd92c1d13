const [quote, backslash, openBrace, closeBrace, openBracket, closeBracket, comma] = [
  ...[0x22, 0x5c, 0x7b, 0x7d, 0x5b, 0x5d, 0x2c],
] as const;

/**
 * Splits chunks of bytes into JSON values that may span lines: the elements of an array, or a sequence
 * of objects. It drops white space between tokens. Like LineSplitter, it buffers one value at a time,
 * and at most one byte more than the limit. It does not check whether a value is valid JSON.
 */
export class JsonSplitter {
  readonly #maxBytes: number;
  readonly #outerDepth: number;
  #value = new Uint8Array(1024);
  #length = 0;
  #depth = 0;
  #isText = false;
  #isEscaped = false;

  /** Truncates values that are longer than the limit. */
  constructor(maxValueBytes: number, form: "array" | "objects") {
    this.#maxBytes = maxValueBytes + 1;
    this.#outerDepth = form === "array" ? 1 : 0;
  }

  /** The values that end in a chunk. */
  *push(chunk: Uint8Array): Generator<Uint8Array> {
    for (const byte of chunk) {
      if (this.#isText) {
        this.#addInText(byte);
      } else if (byte > 0x20 && this.#takes(byte)) {
        this.#add(byte);
        if (this.#depth === this.#outerDepth && byte === closeBrace) yield this.#finish();
      } else if (byte > 0x20 && this.#length > 0) {
        yield this.#finish(); // a value that is no object: a comma or the end of the array ends it
      }
    }
  }

  /** The unfinished value at the end of the input. */
  *end(): Generator<Uint8Array> {
    if (this.#length > 0) yield this.#finish();
  }

  /** Tracks the nesting. Returns false for bytes between values. */
  #takes(byte: number): boolean {
    const wasOutside = this.#depth === this.#outerDepth;
    if (byte === quote) this.#isText = true;
    if (byte === openBrace || byte === openBracket) this.#depth++;
    if (byte === closeBrace || byte === closeBracket) this.#depth--;
    if (byte === openBracket && this.#depth === this.#outerDepth) return false; // it opens the array
    return !wasOutside || this.#depth > this.#outerDepth ||
      byte !== comma && this.#depth === this.#outerDepth;
  }

  #addInText(byte: number): void {
    this.#add(byte);
    if (byte === quote && !this.#isEscaped) this.#isText = false;
    this.#isEscaped = byte === backslash && !this.#isEscaped;
  }

  #add(byte: number): void {
    if (this.#length === this.#maxBytes) return;
    if (this.#length === this.#value.length) {
      const larger = new Uint8Array(Math.min(2 * this.#length, this.#maxBytes));
      larger.set(this.#value);
      this.#value = larger;
    }
    this.#value[this.#length++] = byte;
  }

  #finish(): Uint8Array {
    const value = this.#value.slice(0, this.#length);
    this.#length = 0;
    return value;
  }
}
