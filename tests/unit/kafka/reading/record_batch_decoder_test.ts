import { assertEquals, assertMatch, assertRejects } from "@std/assert";
import fc from "fast-check";
import { Buffer } from "node:buffer";
import { FatalError } from "../../../../src/errors.ts";
import {
  decodeRecordBatch,
  PartialMessageError,
  type RecordBatch,
} from "../../../../src/kafka/reading/record_batch_decoder.ts";
import type { InputRecord } from "../../../../src/pipeline/record.ts";
import java from "./java_batches.json" with { type: "json" };
import { recordBatchBytes, withChecksum } from "./record_batch_bytes.ts";

function fromJava(name: keyof typeof java): Buffer {
  return Buffer.from(java[name], "base64");
}

function decode(buffer: Buffer): Promise<RecordBatch> {
  return decodeRecordBatch({ buffer, offset: 0 });
}

async function recordsIn(buffer: Buffer): Promise<readonly InputRecord[]> {
  return (await decode(buffer)).records;
}

function texts({ records }: RecordBatch): unknown[] {
  return records.map((record: InputRecord) => [
    record.offset,
    record.timestamp,
    record.key && String(record.key),
    record.value && String(record.value),
    record.headers.map(([name, value]) => [name, value && String(value)]),
  ]);
}

for (const codec of ["none", "gzip", "snappy", "lz4", "zstd"] as const) {
  Deno.test(`the decoder reads a batch of Java's producer: ${codec}`, async () => {
    const batch = await decode(fromJava(codec));
    assertEquals(texts(batch), [
      [4294967300, 1720576825123, "user-1", "first", [["b", "2"], ["a", null], ["b", "1"]]],
      [4294967301, 1720576825000, null, Array(10).fill("second").join(" "), []],
      [4294967302, 1720576899999, "user-3", null, []],
    ]);
    const { context } = batch;
    assertEquals(context.producerId, "9007199254740991");
    assertEquals([context.producerEpoch, context.firstSequence], [3, 42]);
    assertEquals([context.inTransaction, context.isControlBatch], [true, false]);
    assertEquals([batch.count, batch.nextOffset], [3, 4294967303]);
  });
}

Deno.test("the decoder gives neighboring records their own headers, equal, similar or none", async () => {
  const value = fc.option(fc.constantFrom("", "1", "12").map(Buffer.from), { nil: null });
  const headers = fc.array(fc.tuple(fc.constantFrom("a", "aa", "b"), value), { maxLength: 2 });
  const lists = fc.array(headers, { minLength: 2, maxLength: 9 });
  await fc.assert(fc.asyncProperty(lists, async (lists) => {
    const messages = lists.map((headers) => ({ value: null, headers }));
    const { records } = await decode(recordBatchBytes({ messages }));
    assertEquals(records.map(({ headers }) => headers), lists);
  }));
});

Deno.test("the decoder distinguishes a control record from data", async () => {
  for (const name of ["abort", "commit"] as const) {
    const { records: [record] } = await decode(fromJava(name));
    assertEquals(record!.isControlRecord, true);
  }
  assertEquals((await decode(fromJava("none"))).records[0]!.isControlRecord, false);
});

Deno.test("the decoder gives a next offset for a batch that compaction has emptied", async () => {
  const { records, count, nextOffset } = await decode(fromJava("empty"));
  assertEquals([records, count, nextOffset], [[], 0, 60]);
});

Deno.test("the decoder uses the broker's time if the topic has LogAppendTime", async () => {
  const { records: [record] } = await decode(fromJava("logAppend"));
  assertEquals(record!.timestamp, 1720000000000);
});

Deno.test("the decoder throws for a wrong byte anywhere after the checksum and names the offset", async () => {
  for (let position = 17; position < fromJava("none").length; position++) {
    const bytes = fromJava("none");
    bytes[position]! ^= 0x04;
    const error = await assertRejects(() => decode(bytes), FatalError);
    assertMatch(
      error.message,
      /^Cannot read the record batch at offset 4294967300: its checksum is 0x/,
    );
    assertEquals([error.retriable, error.cause], [false, undefined]);
  }
});

Deno.test("the decoder distinguishes a truncated batch from a corrupt one", async () => {
  const whole = fromJava("none");
  await assertRejects(() => decode(whole.subarray(0, whole.length - 1)), PartialMessageError);
});

Deno.test("the decoder leaves the cursor after the batch, even if it is truncated", async () => {
  const batch = fromJava("none");
  const cursor = { buffer: Buffer.concat([batch, batch]), offset: 0 };
  await decodeRecordBatch(cursor);
  assertEquals(cursor.offset, batch.length);
  const cut = { buffer: batch.subarray(0, 100), offset: 0 };
  await assertRejects(() => decodeRecordBatch(cut), PartialMessageError);
  assertEquals(cut.offset, batch.length);
});

Deno.test("the decoder throws for impossible lengths and counts, even with a correct checksum", async () => {
  const corrupt: [complaint: string, (batch: Buffer) => void][] = [
    ["shorter than its header", (batch) => batch.writeInt32BE(20, 8)],
    ["shorter than its header", (batch) => batch.writeInt32BE(-20, 8)],
    ["contains more than 2 records", (batch) => batch.writeInt32BE(2, 57)],
    ["a field claims", (batch) => batch.writeInt32BE(4, 57)],
    ["too short for 1000000 records", (batch) => batch.writeInt32BE(1_000_000, 57)],
    ["too short for -1 records", (batch) => batch.writeInt32BE(-1, 57)],
    ["not as long as it says", (batch) => batch.writeInt8(0x3a, 61)],
    ["compression 7 is unknown", (batch) => batch.writeInt16BE(7, 21)],
  ];
  for (const [complaint, damage] of corrupt) {
    const batch = fromJava("none");
    damage(batch);
    await assertRejects(() => recordsIn(withChecksum(batch)), FatalError, complaint);
  }
});

Deno.test("the decoder throws for a truncated compressed stream with each codec", async () => {
  for (const codec of ["gzip", "snappy", "lz4", "zstd"] as const) {
    const cut = fromJava(codec).subarray(0, -9);
    cut.writeInt32BE(cut.length - 12, 8);
    await assertRejects(() => recordsIn(withChecksum(cut)), FatalError);
  }
});

Deno.test("the decoder gives records or a FatalError for any bytes after a correct checksum", async () => {
  const tail = fc.uint8Array({ maxLength: 40 });
  await fc.assert(fc.asyncProperty(tail, fc.nat(3), async (bytes, count) => {
    const batch = Buffer.concat([recordBatchBytes({}), bytes]);
    batch.writeInt32BE(batch.length - 12, 8);
    batch.writeInt32BE(count, 57);
    const outcome = await recordsIn(withChecksum(batch)).catch((error) => error);
    if (outcome instanceof Error) assertEquals(outcome.name, "FatalError");
    else assertEquals(outcome.length, count);
  }));
});

Deno.test("the decoder reads what the writer writes", async () => {
  const bytes = fc.option(fc.uint8Array({ maxLength: 300 }).map(Buffer.from), { nil: null });
  const message = fc.record({
    key: bytes,
    value: bytes,
    timestamp: fc.integer({ min: -1, max: 253402300799999 }),
    headers: fc.array(fc.tuple(fc.string(), bytes), { maxLength: 4 }),
  });
  const messages = fc.array(message, { maxLength: 20 });
  await fc.assert(
    fc.asyncProperty(messages, fc.constantFrom(0, 1, 4), async (sent, compression) => {
      const { records } = await decode(recordBatchBytes({ messages: sent, compression }));
      const received = records.map(({ key, value, timestamp, headers }) => ({
        key,
        value,
        timestamp,
        headers: [...headers],
      }));
      assertEquals(received, sent);
    }),
  );
});
