import { appendLiteral, appendMatch } from "./lz77.ts";

/** The uncompressed length in the header of a snappy block. */
export function snappyBlockLength(block: Uint8Array): number {
  return readPreamble(block).length;
}

/** Decodes a snappy block (google/snappy, format_description.txt), which must fill `out` exactly. */
export function decodeSnappyBlock(block: Uint8Array, out: Uint8Array): void {
  let { position: from } = readPreamble(block);
  let to = 0;
  while (from < block.length) {
    const tag = block[from++]!;
    const extra = extraBytes(tag);
    if (extra > block.length - from) throw new Error("its compressed bytes are cut off");
    const operand = readLittleEndian(block, from, extra);
    from += extra;
    if ((tag & 3) === 0) {
      const length = 1 + (extra > 0 ? operand : tag >>> 2);
      to = appendLiteral(block, from, length, out, to, out.length);
      from += length;
    } else if ((tag & 3) === 1) {
      to = appendMatch(out, to, tag >>> 5 << 8 | operand, 4 + (tag >>> 2 & 7), 0, out.length);
    } else {
      to = appendMatch(out, to, operand, 1 + (tag >>> 2), 0, out.length);
    }
  }
  if (to !== out.length) throw new Error("its snappy block is shorter than it says");
}

/** How many bytes follow a tag as the length of a literal or the distance of a copy. */
function extraBytes(tag: number): number {
  switch (tag & 3) {
    case 0:
      return Math.max(0, (tag >>> 2) - 59);
    case 1:
      return 1;
    case 2:
      return 2;
    default:
      return 4;
  }
}

function readPreamble(block: Uint8Array): { length: number; position: number } {
  let length = 0;
  for (let position = 0; position < Math.min(5, block.length); position++) {
    const byte = block[position]!;
    length += (byte & 0x7f) * 2 ** (7 * position);
    if (byte < 0x80) return { length, position: position + 1 };
  }
  throw new Error("its snappy block has no length");
}

function readLittleEndian(bytes: Uint8Array, start: number, count: number): number {
  let value = 0;
  for (let i = count - 1; i >= 0; i--) value = value * 256 + bytes[start + i]!;
  return value;
}
