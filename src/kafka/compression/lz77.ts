/** Below this a loop is faster than the call that copies a range. */
const bulkCopyBytes = 32;

/**
 * Appends `length` bytes of `source` to `out`, which is filled up to `position` and may grow to
 * `limit`; returns the new position.
 */
export function appendLiteral(
  source: Uint8Array,
  from: number,
  length: number,
  out: Uint8Array,
  position: number,
  limit: number,
): number {
  if (length > source.length - from) throw new Error("its compressed bytes are cut off");
  const end = position + length;
  verifyRoom(end, limit);
  if (length > bulkCopyBytes) out.set(source.subarray(from, from + length), position);
  else for (let i = 0; i < length; i++) out[position + i] = source[from + i]!;
  return end;
}

/**
 * Appends to `out` the `length` bytes that begin `distance` bytes back, but not before `floor`;
 * returns the new position. A copy may overlap itself: a run of one byte is stored like that.
 */
export function appendMatch(
  out: Uint8Array,
  position: number,
  distance: number,
  length: number,
  floor: number,
  limit: number,
): number {
  if (distance === 0 || distance > position - floor) {
    throw new Error("its compressed bytes refer to a position outside the output");
  }
  const end = position + length;
  verifyRoom(end, limit);
  const from = position - distance;
  if (length > bulkCopyBytes && distance >= length) out.copyWithin(position, from, from + length);
  else for (let at = position; at < end; at++) out[at] = out[at - distance]!;
  return end;
}

function verifyRoom(end: number, limit: number): void {
  if (end > limit) throw new Error(`it inflates to more than the allowed ${limit} bytes`);
}
