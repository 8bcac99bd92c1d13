/**
 * The schema of the counts of peers: a LocaleCount without windows and dates, which saves them that
 * work.
 */
export const loginCountSchema: string = JSON.stringify({
  type: "record",
  name: "LoginCount",
  namespace: "io.fetch.login",
  fields: [{ name: "locale", type: "string" }, { name: "count", type: "long" }],
});

const frameHeaderBytes = 5;
const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

/** The count of a locale in a frame, from a LoginCount or from an all-time LocaleCount. */
export function readLoginCount(frame: Uint8Array): { locale: string; count: number } {
  const length = readLong(frame, frameHeaderBytes);
  const end = length.end + length.value;
  const locale = decoder.decode(frame.subarray(length.end, end));
  return { locale, count: readLong(frame, end).value };
}

/** Avro's long: zigzag, seven bits per byte, lowest bits first. */
function readLong(bytes: Uint8Array, at: number): { value: number; end: number } {
  let zigzag = 0;
  let weight = 1;
  for (let end = at;; weight *= 128) {
    const byte = bytes[end++];
    if (byte === undefined) throw new RangeError("Cannot read a count: the frame ends too early");
    zigzag += (byte & 0x7f) * weight;
    if (byte < 0x80) return { value: zigzag % 2 === 0 ? zigzag / 2 : -(zigzag + 1) / 2, end };
  }
}
