import { assert, assertEquals } from "@std/assert";
import { Buffer } from "node:buffer";
import {
  type PartitionBatch,
  produceFirst,
  produceSecond,
} from "../../../../src/kafka/protocol/produce.ts";
import type { OutputRecord } from "../../../../src/pipeline/record.ts";
import { frameOf, javaBytes } from "./frames.ts";

const producer = { producerId: 2n ** 53n + 1n, epoch: 4 };

function record(timestamp: number, key: Uint8Array | null, value: Uint8Array | null): OutputRecord {
  return { topic: "facts", partition: 0, key, value, headers: [], timestamp };
}

const short: PartitionBatch = {
  ...{ topic: "facts", partition: 3, firstSequence: 9 },
  records: [
    record(1_700_000_000_000, new Uint8Array([1]), Buffer.from("a")),
    record(1_700_000_000_005, null, null),
  ],
};
const long: PartitionBatch = {
  ...{ topic: "facts", partition: 0, firstSequence: 0 },
  records: [record(5, new Uint8Array(), new Uint8Array(300))],
};
const elsewhere = { ...long, topic: "counts", partition: 1 };

/** A frame in which the sizes of record batches, of five bytes each, are as short as Java's. */
function withShortSizes(hex: string): string {
  const bytes = Buffer.from(hex, "hex");
  const shortened: number[] = [];
  for (let at = 0; at < bytes.length; at++) {
    const [low = 0, high = 0, ...rest] = bytes.subarray(at, at + 5);
    shortened.push(low);
    if (low < 0x80 || Buffer.from(rest).toString("hex") !== "808000") continue;
    if (high === 0x80) shortened[shortened.length - 1] = low & 0x7f;
    else shortened.push(high & 0x7f);
    at += 4;
  }
  return Buffer.from(shortened).toString("hex");
}

Deno.test("Produce 12 is written as Java writes it, except that sizes take five bytes", async () => {
  const frame = await frameOf(produceSecond("wö", producer, 8_000, [short, elsewhere, long]));
  assertEquals(withShortSizes(frame), javaBytes("produce12").toString("hex"));
});

Deno.test("Produce 8 is written byte for byte as Java writes it", async () => {
  const frame = await frameOf(produceFirst("wö", producer, 8_000, [short, elsewhere, long]));
  assertEquals(frame, javaBytes("produce8").toString("hex"));
});

Deno.test("Produce 12 allocates enough memory at once and little more", async () => {
  for (let count = 1; count < 60; count++) {
    const records = Array.from({ length: count }, () => record(1, null, new Uint8Array(200)));
    const { request } = produceSecond("id", producer, 8_000, [{ ...short, records }]);
    const { buf, position } = await request.encode();
    assert(buf.length < position + 200 + 40 * count, `${buf.length} for ${position}`);
  }
});

Deno.test("Produce 12 writes a record that lies in a larger buffer like a separate one", async () => {
  const bytes = Buffer.from("..keyvalue..");
  const place = { bytes, keyStart: 2, keyEnd: 5, valueStart: 5, valueEnd: 10 };
  const placed = { ...record(1, null, null), place };
  const separate = record(1, Buffer.from("key"), Buffer.from("value"));
  const [first, second] = await Promise.all(
    [placed, separate].map((each) =>
      frameOf(produceSecond("id", producer, 1, [{ ...short, records: [each] }]))
    ),
  );
  assertEquals(first, second);
});
