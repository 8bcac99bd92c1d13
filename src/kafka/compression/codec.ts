import type { Buffer } from "node:buffer";

/** How the records of a batch are made smaller. */
export interface Codec {
  /** Fewer bytes that stand for these; throws where a codec is only read. */
  compress(bytes: Buffer): Buffer;
  /**
   * The bytes as they were. Throws on a corrupt stream, and before the result exceeds `maxBytes`: a
   * few kilobytes can stand for gigabytes.
   */
  decompress(bytes: Buffer, maxBytes: number): Buffer;
}
