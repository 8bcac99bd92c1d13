import { assert, assertEquals, assertRejects } from "@std/assert";
import fc from "fast-check";
import { Buffer } from "node:buffer";
import type { FetchedRecord } from "../../../../src/kafka/reading/fetched_record.ts";
import {
  decodeRecordBatch,
  type RecordBatch,
} from "../../../../src/kafka/reading/record_batch_decoder.ts";
import { produceRequest } from "../../../../src/kafka/writing/produce_request.ts";
import type { MessageToSend } from "../../../../src/kafka/writing/record_writer.ts";
import { recordTimeOf } from "../../../../src/pipeline/record_time.ts";

/** acks, timeout, one topic "t" with one partition: the bytes before its record batch. */
const prefix = "ffff ffff 00007530 00000001 0001 74 00000001 00000002".replaceAll(" ", "");

async function encode(messages: readonly MessageToSend[], rest = {}): Promise<Buffer> {
  const topicData = [{ topic: "t", partitions: [{ partition: 2, firstSequence: 9, messages }] }];
  const { buffer } = await produceRequest({ acks: -1, timeout: 30_000, topicData, ...rest })
    .encode();
  return buffer;
}

async function sent(messages: readonly MessageToSend[], rest = {}): Promise<RecordBatch> {
  const buffer = await encode(messages, rest);
  return decodeRecordBatch({ buffer, offset: prefix.length / 2 + 4 });
}

Deno.test("a Produce request names its topic and partition before the record batch and its size", async () => {
  const buffer = await encode([{ value: "x" }]);
  assertEquals(buffer.toString("hex", 0, prefix.length / 2), prefix);
  assertEquals(buffer.readInt32BE(prefix.length / 2), buffer.length - prefix.length / 2 - 4);
});

Deno.test("a Produce request has producer, epoch, sequence and transaction in the record batch", async () => {
  const rest = { producerId: "9007199254740993", producerEpoch: 4 };
  const { context: plain } = await sent([{ value: "x" }], rest);
  assertEquals(plain.producerId, "9007199254740993");
  assertEquals([plain.producerEpoch, plain.firstSequence, plain.inTransaction], [4, 9, false]);
  const transaction = await encode([{ value: "x" }], { ...rest, transactionalId: "tx" });
  assertEquals(transaction.toString("hex", 0, 4), "00027478");
  const offset = prefix.length / 2 + 2 + 4;
  const { context } = await decodeRecordBatch({ buffer: transaction, offset });
  assertEquals([context.producerId, context.inTransaction], ["9007199254740993", true]);
});

Deno.test("a Produce request takes keys and values as bytes, texts or null", async () => {
  const messages = [
    { key: new Uint8Array([1, 2]), value: Buffer.from([3]) },
    { key: "kö", value: "" },
    { key: null, value: null },
    { value: null },
  ];
  const { records } = await sent(messages);
  assertEquals(records.map(({ key, value }) => [key?.toString("hex"), value?.toString("hex")]), [
    ["0102", "03"],
    ["6bc3b6", ""],
    [undefined, undefined],
    [undefined, undefined],
  ]);
});

Deno.test("a Produce request writes a key and a value from a larger buffer like separate ones", async () => {
  const part = fc.option(fc.uint8Array({ maxLength: 600 }));
  await fc.assert(fc.asyncProperty(part, part, part, async (before, key, value) => {
    const parts = [before, key, value].map((each) => each ?? new Uint8Array());
    const [keyStart, valueStart] = [parts[0]!.length, parts[0]!.length + parts[1]!.length];
    const place = {
      bytes: Buffer.concat([...parts, Buffer.from("behind")]),
      keyStart,
      keyEnd: keyStart + (key?.length ?? -1),
      valueStart,
      valueEnd: valueStart + (value?.length ?? -1),
    };
    const placed = await encode([{ value: "other", timestamp: 1, place }]);
    assertEquals(placed.toHex(), (await encode([{ key, value, timestamp: 1 }])).toHex());
    const { records: [read] } = await sent([{ value: "other", place }]);
    assertEquals(
      [read!.key, read!.value].map((each) => each?.toHex()),
      [key, value].map((each) => each?.toHex()),
    );
  }));
});

Deno.test("a Produce request keeps the order of headers and their null values, as pairs and as an object", async () => {
  const pairs = [["b", "1"], ["a", null], ["b", new Uint8Array([50])]] as const;
  const object = { b: ["1", Buffer.from("2")], a: null };
  const { records: [first, second] } = await sent([
    { value: null, headers: pairs },
    { value: null, headers: object },
  ]);
  const texts = ({ headers }: FetchedRecord) =>
    headers.map(([name, value]) => [name, value && String(value)]);
  assertEquals(texts(first!), [["b", "1"], ["a", null], ["b", "2"]]);
  assertEquals(texts(second!), [["b", "1"], ["b", "2"], ["a", null]]);
});

Deno.test("a Produce request keeps timestamps in any order and of any length", async () => {
  const timestamps = [1000, 999, "1720576825000", 0, -1];
  const batch = await sent(timestamps.map((timestamp) => ({ value: null, timestamp })));
  assertEquals(batch.records.map(({ timestamp }) => timestamp), timestamps.map(Number));
  const { firstTimestamp, maxTimestamp } = batch.context;
  assertEquals([firstTimestamp, maxTimestamp], [1000, 1720576825000]);
});

Deno.test("a Produce request gives a message without a timestamp the current time", async () => {
  const before = Date.now();
  const batch = await sent([{ value: null, timestamp: 5 }, { value: null }]);
  const now = batch.records[1]!.timestamp;
  assertEquals([before <= now && now <= Date.now(), batch.context.maxTimestamp], [true, now]);
});

Deno.test("a Produce request expects an answer unless it asks for no acknowledgment", () => {
  const request = { timeout: 1, topicData: [] };
  assertEquals(produceRequest({ ...request, acks: -1 }).expectResponse(), true);
  assertEquals(produceRequest({ ...request, acks: 0 }).expectResponse(), false);
});

Deno.test("a Produce request with a read-only codec fails before anything is sent", async () => {
  await assertRejects(
    () => encode([{ value: "x" }], { compression: 3 }),
    Error,
    "is not supported",
  );
});

Deno.test("Produce requests of several producers share no memory, so none can overwrite another's", async () => {
  const value = "x".repeat(100);
  const [first, second] = await Promise.all([encode([{ value }]), encode([{ value: "y" }])]);
  const before = first.toHex();
  second.fill(0);
  await encode([{ value: "z".repeat(100) }]);
  assertEquals(first.toHex(), before);
});

Deno.test("a Produce request allocates enough memory at once and little more", async () => {
  const part = fc.option(
    fc.oneof(fc.string({ unit: "grapheme" }), fc.uint8Array({ maxLength: 99 })),
  );
  const headers = fc.dictionary(fc.string(), part, { maxKeys: 3 });
  const value = fc.uint8Array({ minLength: 300, maxLength: 900 });
  const message = fc.record({ key: part, value, headers, timestamp: fc.nat() });
  const messages = fc.array(message, { minLength: 20, maxLength: 50 });
  await fc.assert(
    fc.asyncProperty(messages, async (messages) => {
      const bytes = await encode(messages);
      const room = bytes.buffer.byteLength;
      assert(room <= 8192 || room < bytes.length + 512 + 120 * messages.length, `${room}`);
    }),
    { endOnFailure: true },
  );
});

const int64 = fc.oneof(
  fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
  fc.bigInt({ min: -(2n ** 54n), max: 2n ** 54n }),
  fc.constantFrom(-(2n ** 63n), 2n ** 63n - 1n, -1n, 0n, 2n ** 53n - 1n, 2n ** 53n, 2n ** 52n),
);

Deno.test("a Produce request keeps any timestamps exactly, whatever the first one is", async () => {
  await fc.assert(fc.asyncProperty(fc.array(int64, { minLength: 1, maxLength: 5 }), async (all) => {
    const times = all.map(recordTimeOf);
    const { records, context } = await sent(times.map((timestamp) => ({ value: "x", timestamp })));
    assertEquals(records.map(({ timestamp }) => timestamp), times);
    assertEquals(context.maxTimestamp, times.reduce((max, time) => time > max ? time : max));
    const asTexts = await sent(all.map((time) => ({ value: "x", timestamp: String(time) })));
    assertEquals(asTexts.records.map(({ timestamp }) => timestamp), times);
  }));
});
