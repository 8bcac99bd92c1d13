import { Buffer } from "node:buffer";
import { FatalError } from "../../errors.ts";
import type { Codec } from "./codec.ts";
import { decodeLz4Block } from "./lz4_block.ts";
import { appendLiteral } from "./lz77.ts";
import { xxhash32 } from "./xxhash32.ts";

/** Reads LZ4 frames (lz4/lz4, lz4_Frame_format.md) and verifies all of their checksums. */
export const lz4: Codec = {
  compress() {
    throw new FatalError("Writing records with lz4 is not supported", "use gzip, zstd or none");
  },
  decompress(bytes, maxBytes) {
    const header = readHeader(bytes);
    const { out, end } = readBlocks(bytes, header, maxBytes);
    if (header.contentBytes !== null && header.contentBytes !== out.length) {
      throw new Error(
        `its lz4 frame has ${out.length} bytes, but its header says ${header.contentBytes}`,
      );
    }
    if (header.hasContentChecksum) verifyChecksum(bytes, end, out);
    return out;
  },
};

interface FrameHeader {
  readonly isLinked: boolean;
  readonly hasBlockChecksums: boolean;
  readonly hasContentChecksum: boolean;
  readonly contentBytes: number | null;
  readonly maxBlockBytes: number;
  readonly bytes: number;
}

const magic = 0x184d2204;
const storedBlock = 0x80000000;

function readHeader(bytes: Buffer): FrameHeader {
  if (bytes.length < 7 || bytes.readUInt32LE(0) !== magic) {
    throw new Error("it is not an lz4 frame");
  }
  const flags = bytes[4]!;
  if ((flags & 0xc3) !== 0x40) {
    throw new Error("its lz4 frame has an unsupported version or a dictionary");
  }
  const hasContentSize = (flags & 0x08) !== 0;
  const end = hasContentSize ? 14 : 6;
  if (bytes[end] !== (xxhash32(bytes.subarray(4, end)) >>> 8 & 0xff)) {
    throw new Error("the header of its lz4 frame has a wrong checksum");
  }
  const blockSizeCode = bytes[5]! >>> 4;
  if (blockSizeCode < 4 || blockSizeCode > 7) throw new Error("its lz4 frame has no block size");
  return {
    isLinked: (flags & 0x20) === 0,
    hasBlockChecksums: (flags & 0x10) !== 0,
    hasContentChecksum: (flags & 0x04) !== 0,
    contentBytes: hasContentSize ? Number(bytes.readBigUInt64LE(6)) : null,
    maxBlockBytes: 2 ** (8 + 2 * blockSizeCode),
    bytes: end + 1,
  };
}

function readBlocks(
  bytes: Buffer,
  header: FrameHeader,
  maxBytes: number,
): { out: Buffer; end: number } {
  let out: Buffer = Buffer.allocUnsafe(4 * bytes.length);
  let to = 0;
  let from = header.bytes;
  while (true) {
    const word = readWord(bytes, from);
    from += 4;
    if (word === 0) return { out: out.subarray(0, to), end: from };
    const block = bytes.subarray(from, from += word & ~storedBlock);
    if (from > bytes.length) throw new Error("its lz4 frame is cut off");
    if (header.hasBlockChecksums) {
      verifyChecksum(bytes, from, block);
      from += 4;
    }
    const limit = Math.min(to + header.maxBlockBytes, maxBytes);
    out = withRoom(out, to, limit);
    const floor = header.isLinked ? 0 : to;
    to = word >= storedBlock
      ? appendLiteral(block, 0, block.length, out, to, limit)
      : decodeLz4Block(block, { bytes: out, start: to, limit, floor });
  }
}

function withRoom(out: Buffer, used: number, needed: number): Buffer {
  if (needed <= out.length) return out;
  const grown = Buffer.allocUnsafe(Math.max(needed, 2 * out.length));
  grown.set(out.subarray(0, used));
  return grown;
}

function verifyChecksum(bytes: Buffer, position: number, content: Buffer): void {
  if (readWord(bytes, position) !== xxhash32(content)) {
    throw new Error("its lz4 frame has a wrong checksum");
  }
}

function readWord(bytes: Buffer, position: number): number {
  if (position + 4 > bytes.length) throw new Error("its lz4 frame is cut off");
  return bytes.readUInt32LE(position);
}
