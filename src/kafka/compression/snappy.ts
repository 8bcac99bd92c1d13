import { Buffer } from "node:buffer";
import { FatalError } from "../../errors.ts";
import type { Codec } from "./codec.ts";
import { decodeSnappyBlock, snappyBlockLength } from "./snappy_block.ts";

/** The start of a snappy-java stream: 0x82 "SNAPPY" 0x00. Two int32 versions follow. */
const xerialMagic = "82534e4150505900";
const xerialHeaderBytes = 16;

/**
 * Reads snappy in both forms that Kafka clients write: a single block (librdkafka), and snappy-java's
 * stream of blocks, each after its length (Java, and "xerial" in other clients).
 */
export const snappy: Codec = {
  compress() {
    throw new FatalError("Writing records with snappy is not supported", "use gzip, zstd or none");
  },
  decompress(bytes, maxBytes) {
    const blocks = isXerial(bytes) ? xerialBlocks(bytes) : [bytes];
    const lengths = blocks.map(snappyBlockLength);
    const total = lengths.reduce((sum, length) => sum + length, 0);
    if (total > maxBytes) {
      throw new Error(`it inflates to more than the allowed ${maxBytes} bytes`);
    }
    const out = Buffer.allocUnsafe(total);
    let position = 0;
    blocks.forEach((block, i) => {
      decodeSnappyBlock(block, out.subarray(position, position += lengths[i]!));
    });
    return out;
  },
};

function isXerial(bytes: Buffer): boolean {
  return bytes.toString("hex", 0, 8) === xerialMagic;
}

function xerialBlocks(bytes: Buffer): Buffer[] {
  const blocks: Buffer[] = [];
  let position = xerialHeaderBytes;
  while (position < bytes.length) {
    const start = position + 4;
    const end = start <= bytes.length ? start + bytes.readInt32BE(position) : Infinity;
    if (end < start || end > bytes.length) throw new Error("its snappy stream is cut off");
    blocks.push(bytes.subarray(start, end));
    position = end;
  }
  return blocks;
}
