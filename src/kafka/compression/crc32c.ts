const polynomial = 0x82f63b78;
const stepBytes = 16;

/** 16 tables of 256 words: entry [n][byte] is the checksum of `byte` followed by n zero bytes. */
let tables: Int32Array | null = null;

/**
 * CRC-32C (Castagnoli, RFC 3720 appendix B.4) of `bytes` from `start` to `end`, 16 bytes a step
 * (Kounavis and Berry, "slicing").
 */
export function crc32c(bytes: Uint8Array, start: number, end: number): number {
  const table = tables ??= buildTables();
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let crc = -1;
  let at = start;
  for (; at + stepBytes <= end; at += stepBytes) {
    crc = checksumOf(table, 12, crc ^ view.getInt32(at, true)) ^
      checksumOf(table, 8, view.getInt32(at + 4, true)) ^
      checksumOf(table, 4, view.getInt32(at + 8, true)) ^
      checksumOf(table, 0, view.getInt32(at + 12, true));
  }
  for (; at < end; at++) crc = table[(crc ^ bytes[at]!) & 0xff]! ^ crc >>> 8;
  return ~crc >>> 0;
}

/** The checksum of the four bytes of `word` followed by `zeros` zero bytes. */
function checksumOf(table: Int32Array, zeros: number, word: number): number {
  const base = zeros << 8;
  return table[base + 768 + (word & 0xff)]! ^ table[base + 512 + (word >>> 8 & 0xff)]! ^
    table[base + 256 + (word >>> 16 & 0xff)]! ^ table[base + (word >>> 24)]!;
}

function buildTables(): Int32Array {
  const table = new Int32Array(stepBytes * 256);
  for (let byte = 0; byte < 256; byte++) {
    let crc = byte;
    for (let bit = 0; bit < 8; bit++) crc = crc >>> 1 ^ (crc & 1 ? polynomial : 0);
    table[byte] = crc;
  }
  for (let at = 256; at < table.length; at++) {
    const shorter = table[at - 256]!;
    table[at] = shorter >>> 8 ^ table[shorter & 0xff]!;
  }
  return table;
}
