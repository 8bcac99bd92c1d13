const chunkOffsets = 65_536;

/** A set of offsets, one bit each, in chunks: a log may begin at any offset. */
export class OffsetSet {
  readonly #chunks = new Map<number, Uint8Array>();

  /** Adds an offset. */
  add(offset: number): void {
    const index = Math.floor(offset / chunkOffsets);
    let chunk = this.#chunks.get(index);
    if (chunk === undefined) {
      chunk = new Uint8Array(chunkOffsets / 8);
      this.#chunks.set(index, chunk);
    }
    const bit = offset % chunkOffsets;
    chunk[bit >> 3]! |= 1 << (bit & 7);
  }

  /** Whether the set holds an offset. */
  has(offset: number): boolean {
    const chunk = this.#chunks.get(Math.floor(offset / chunkOffsets));
    const bit = offset % chunkOffsets;
    return chunk !== undefined && (chunk[bit >> 3]! & 1 << (bit & 7)) !== 0;
  }
}
