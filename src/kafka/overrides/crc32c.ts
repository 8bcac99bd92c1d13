const polynomial = 0x82f63b78;

/** Eight tables of 256 words: entry [n][byte] is the checksum of `byte` followed by n zero bytes. */
let tables: Uint32Array | null = null;

/**
 * CRC-32C (Castagnoli, RFC 3720 appendix B.4) of `bytes` from `start` to `end`, eight bytes a step
 * (Kounavis and Berry, "slicing by 8").
 */
export function crc32c(bytes: Uint8Array, start: number, end: number): number {
  const table = tables ??= buildTables();
  let crc = 0xffffffff;
  let at = start;
  for (const last = end - 8; at <= last; at += 8) {
    crc ^= bytes[at]! | bytes[at + 1]! << 8 | bytes[at + 2]! << 16 | bytes[at + 3]! << 24;
    crc = table[1792 + (crc & 0xff)]! ^ table[1536 + (crc >>> 8 & 0xff)]! ^
      table[1280 + (crc >>> 16 & 0xff)]! ^ table[1024 + (crc >>> 24)]! ^
      table[768 + bytes[at + 4]!]! ^ table[512 + bytes[at + 5]!]! ^
      table[256 + bytes[at + 6]!]! ^ table[bytes[at + 7]!]!;
  }
  for (; at < end; at++) crc = table[(crc ^ bytes[at]!) & 0xff]! ^ crc >>> 8;
  return ~crc >>> 0;
}

function buildTables(): Uint32Array {
  const table = new Uint32Array(8 * 256);
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
