const maxAttempts = 2_000;

/** The smallest value found that still has a property, by leaving out ever smaller pieces. */
export function smaller(value: Uint8Array, holds: (value: Uint8Array) => boolean): Uint8Array {
  let [smallest, attempts] = [value, 0];
  for (let size = value.length >> 1; size > 0; size >>= 1) {
    for (let at = 0; at < smallest.length && attempts < maxAttempts;) {
      const rest = new Uint8Array([...smallest.subarray(0, at), ...smallest.subarray(at + size)]);
      attempts++;
      if (holds(rest)) smallest = rest;
      else at += size;
    }
  }
  return smallest;
}
