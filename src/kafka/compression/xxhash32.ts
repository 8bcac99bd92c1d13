const prime1 = 0x9e3779b1;
const prime2 = 0x85ebca77;
const prime3 = 0xc2b2ae3d;
const prime4 = 0x27d4eb2f;
const prime5 = 0x165667b1;

/** XXH32 with seed 0 (xxHash specification), the checksum of LZ4 frames. */
export function xxhash32(bytes: Uint8Array): number {
  const { length } = bytes;
  const view = new DataView(bytes.buffer, bytes.byteOffset, length);
  let at = length - length % 16;
  let hash = (at > 0 ? hashStripes(view, at) : prime5) + length | 0;
  for (; at + 4 <= length; at += 4) {
    hash = Math.imul(rotate(hash + Math.imul(view.getUint32(at, true), prime3) | 0, 17), prime4);
  }
  for (; at < length; at++) {
    hash = Math.imul(rotate(hash + Math.imul(bytes[at]!, prime5) | 0, 11), prime1);
  }
  hash = Math.imul(hash ^ hash >>> 15, prime2);
  hash = Math.imul(hash ^ hash >>> 13, prime3);
  return (hash ^ hash >>> 16) >>> 0;
}

function hashStripes(view: DataView, end: number): number {
  let a = prime1 + prime2 | 0;
  let b = prime2 | 0;
  let c = 0;
  let d = -prime1 | 0;
  for (let at = 0; at < end; at += 16) {
    a = round(a, view.getUint32(at, true));
    b = round(b, view.getUint32(at + 4, true));
    c = round(c, view.getUint32(at + 8, true));
    d = round(d, view.getUint32(at + 12, true));
  }
  return rotate(a, 1) + rotate(b, 7) + rotate(c, 12) + rotate(d, 18) | 0;
}

function round(accumulator: number, word: number): number {
  return Math.imul(rotate(accumulator + Math.imul(word, prime2) | 0, 13), prime1);
}

function rotate(word: number, bits: number): number {
  return word << bits | word >>> 32 - bits;
}
