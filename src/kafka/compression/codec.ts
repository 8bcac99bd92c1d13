import type { Buffer } from "node:buffer";

/** A compression codec for record batches. */
export interface Codec {
  /** Compresses bytes. Throws if the codec is only supported for reading. */
  compress(bytes: Buffer): Buffer;
  /**
   * Decompresses bytes. Throws on a corrupt stream, and before the result exceeds `maxBytes`, because a
   * few kilobytes can inflate to gigabytes.
   */
  decompress(bytes: Buffer, maxBytes: number): Buffer;
}
