/** Every prefix of some bytes, from none of them to all but one. */
export function* prefixes(whole: Uint8Array): Generator<readonly [string, Uint8Array]> {
  for (let length = 0; length < whole.length; length++) {
    yield [`first ${length} bytes`, whole.slice(0, length)];
  }
}

/** Some bytes with one of them changed, removed or doubled, at every position. */
export function* oneByteOff(whole: Uint8Array): Generator<readonly [string, Uint8Array]> {
  for (let at = 0; at < whole.length; at++) {
    for (const [name, change] of changes) yield [`byte ${at} ${name}`, change(whole, at)];
  }
}

type Change = (whole: Uint8Array, at: number) => Uint8Array;

const changes: readonly (readonly [string, Change])[] = [
  ["with its lowest bit flipped", (whole, at) => whole.with(at, whole[at]! ^ 0x01)],
  ["with its second bit flipped", (whole, at) => whole.with(at, whole[at]! ^ 0x02)],
  ["with its highest bit flipped", (whole, at) => whole.with(at, whole[at]! ^ 0x80)],
  ["set to 0x00", (whole, at) => whole.with(at, 0x00)],
  ["set to 0xff", (whole, at) => whole.with(at, 0xff)],
  ["left out", (whole, at) => spliced(whole, at, 1, [])],
  ["doubled", (whole, at) => spliced(whole, at, 0, [whole[at]!])],
];

/** Some bytes with a range of them replaced. */
export function spliced(
  whole: Uint8Array,
  at: number,
  removed: number,
  inserted: Iterable<number>,
): Uint8Array {
  const middle = [...inserted];
  const result = new Uint8Array(whole.length - removed + middle.length);
  result.set(whole.subarray(0, at));
  result.set(middle, at);
  result.set(whole.subarray(at + removed), at + middle.length);
  return result;
}
