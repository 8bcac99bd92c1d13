import { appendLiteral, appendMatch } from "./lz77.ts";

const minMatchBytes = 4;
const moreFollows = 15;

/** Where a block is written. */
export interface BlockOutput {
  /** Output of earlier blocks, then of this one. */
  readonly bytes: Uint8Array;
  /** Where this block's output begins. */
  readonly start: number;
  /** The last position at which it may end. */
  readonly limit: number;
  /** The first byte that a match may refer to: before `start` when blocks are linked. */
  readonly floor: number;
}

/** Decodes an LZ4 block (lz4/lz4, lz4_Block_format.md) and returns where its output ends. */
export function decodeLz4Block(block: Uint8Array, out: BlockOutput): number {
  let from = 0;
  let to = out.start;

  function byte(): number {
    if (from >= block.length) throw new Error("its compressed bytes are cut off");
    return block[from++]!;
  }
  function length(nibble: number): number {
    let sum = nibble;
    for (let more = nibble === moreFollows; more;) {
      const addend = byte();
      sum += addend;
      more = addend === 255;
    }
    return sum;
  }

  while (true) {
    const token = byte();
    const literals = length(token >>> 4);
    to = appendLiteral(block, from, literals, out.bytes, to, out.limit);
    from += literals;
    if (from === block.length) return to; // the last sequence has literals only
    const distance = byte() | byte() << 8;
    const match = minMatchBytes + length(token & 15);
    to = appendMatch(out.bytes, to, distance, match, out.floor, out.limit);
  }
}
