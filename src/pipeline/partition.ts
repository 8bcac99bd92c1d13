const seed = 0x9747b28c;
const multiplier = 0x5bd1e995;

/** The partition that Java's default partitioner gives a key: murmur2, made positive, modulo. */
export function partitionOf(key: Uint8Array, partitionCount: number): number {
  return partitionOfBytes(key, 0, key.length, partitionCount);
}

/** The same for a key among other bytes. */
export function partitionOfBytes(
  bytes: Uint8Array,
  start: number,
  end: number,
  partitionCount: number,
): number {
  return (murmur2(bytes, start, end) & 0x7fffffff) % partitionCount;
}

/**
 * MurmurHash2, 32 bit, as in `org.apache.kafka.common.utils.Utils.murmur2`; the result is signed
 * like Java's.
 */
export function murmur2(bytes: Uint8Array, start = 0, end = bytes.length): number {
  const length = end - start;
  const whole = start + (length & ~3);
  let hash = seed ^ length;
  for (let i = start; i < whole; i += 4) {
    let word = bytes[i]! | bytes[i + 1]! << 8 | bytes[i + 2]! << 16 | bytes[i + 3]! << 24;
    word = Math.imul(word, multiplier);
    word = Math.imul(word ^ (word >>> 24), multiplier);
    hash = Math.imul(hash, multiplier) ^ word;
  }
  const rest = end - whole;
  if (rest === 3) hash ^= bytes[whole + 2]! << 16;
  if (rest >= 2) hash ^= bytes[whole + 1]! << 8;
  if (rest >= 1) hash = Math.imul(hash ^ bytes[whole]!, multiplier);
  hash = Math.imul(hash ^ (hash >>> 13), multiplier);
  return hash ^ (hash >>> 15);
}
