const maxAttempts = 2_000;
/** Otherwise a megabyte that takes a second to examine would take half an hour. */
const patienceMs = 10_000;

/** The smallest value found in time that still has a property; removes smaller and smaller pieces. */
export function smaller(
  value: Uint8Array,
  holds: (value: Uint8Array) => boolean,
  withinMs = patienceMs,
): Uint8Array {
  const endMs = performance.now() + withinMs;
  let [smallest, attempts] = [value, 0];
  const goesOn = () => attempts < maxAttempts && performance.now() < endMs;
  for (let size = value.length >> 1; size > 0; size >>= 1) {
    for (let at = 0; at < smallest.length && goesOn();) {
      const rest = without(smallest, at, size);
      attempts++;
      if (holds(rest)) smallest = rest;
      else at += size;
    }
  }
  return smallest;
}

function without(value: Uint8Array, at: number, size: number): Uint8Array {
  const tail = value.subarray(at + size);
  const rest = new Uint8Array(at + tail.length);
  rest.set(value.subarray(0, at));
  rest.set(tail, at);
  return rest;
}
