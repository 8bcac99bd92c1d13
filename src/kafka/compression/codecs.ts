import { gunzipSync, gzipSync, zstdCompressSync, zstdDecompressSync } from "node:zlib";
import type { Codec } from "./codec.ts";
import { lz4 } from "./lz4.ts";
import { snappy } from "./snappy.ts";

const codecMask = 0x07;

const gzip: Codec = {
  compress: (bytes) => gzipSync(bytes),
  decompress: (bytes, maxBytes) => gunzipSync(bytes, { maxOutputLength: maxBytes }),
};

/** node:zlib returns the bytes of a truncated stream without an error. */
const zstd: Codec = {
  compress: (bytes) => zstdCompressSync(bytes),
  decompress: (bytes, maxBytes) => zstdDecompressSync(bytes, { maxOutputLength: maxBytes }),
};

/** By number in the Kafka protocol ("Record Batch", attributes). */
const codecs: readonly (Codec | null)[] = [null, gzip, snappy, lz4, zstd];

/** The codec in the attributes of a record batch, or null for none. */
export function codecOf(attributes: number): Codec | null {
  const number = attributes & codecMask;
  const codec = codecs[number];
  if (codec === undefined) throw new Error(`compression ${number} is unknown`);
  return codec;
}
