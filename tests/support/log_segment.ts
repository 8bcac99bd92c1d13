import type { KafkaBroker } from "./kafka_broker.ts";

// Offsets within a record batch of Kafka's format, version 2.
const lengthAt = 8;
const lengthEnd = 12;
const attributesAt = 21;
const controlBit = 0x20;

/**
 * Flips one bit in the last record batch of a partition that is not a marker, as a bad disk does,
 * while the broker is down. Returns the function that flips it back.
 */
export async function flipBit(
  broker: KafkaBroker,
  topic: string,
  partition: number,
): Promise<() => Promise<void>> {
  const path = `${broker.dataDirectory}/${topic}-${partition}/${"0".repeat(20)}.log`;
  const index = lastByteOfData(await Deno.readFile(path));
  const flip = async () => {
    const bytes = await Deno.readFile(path);
    bytes[index]! ^= 1;
    await Deno.writeFile(path, bytes);
  };
  await flip();
  return flip;
}

function lastByteOfData(log: Uint8Array): number {
  const view = new DataView(log.buffer, log.byteOffset, log.byteLength);
  let found = -1;
  let start = 0;
  while (start + lengthEnd < log.length) {
    const end = start + lengthEnd + view.getInt32(start + lengthAt);
    if ((view.getInt16(start + attributesAt) & controlBit) === 0) found = end - 1;
    start = end;
  }
  if (found < 0) throw new Error("the log holds no record that a bit could be flipped in");
  return found;
}
