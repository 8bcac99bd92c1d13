import { gunzipSync, gzipSync, zstdCompressSync, zstdDecompressSync } from "node:zlib";
import type { Codec } from "./codec.ts";
import { lz4 } from "./lz4.ts";
import { snappy } from "./snappy.ts";

const codecMask = 0x07;

const gzip: Codec = {
  compress: (bytes) => gzipSync(bytes),
  decompress: (bytes, maxBytes) => gunzipSync(bytes, { maxOutputLength: maxBytes }),
};

/** A stream that is cut short gives the bytes up to there, without an error: so node:zlib has it. */
const zstd: Codec = {
  compress: (bytes) => zstdCompressSync(bytes),
  decompress: (bytes, maxBytes) => zstdDecompressSync(bytes, { maxOutputLength: maxBytes }),
};

/** By their numbers in the Kafka protocol ("Record Batch", attributes). */
const codecs: readonly (Codec | null)[] = [null, gzip, snappy, lz4, zstd];

/** The codec that the attributes of a record batch name, or null for none. */
export function codecOf(attributes: number): Codec | null {
  const number = attributes & codecMask;
  const codec = codecs[number];
  if (codec === undefined) throw new Error(`compression ${number} is unknown`);
  return codec;
}
