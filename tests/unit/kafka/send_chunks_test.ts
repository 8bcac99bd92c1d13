import { assert, assertEquals } from "@std/assert";
import { sendChunks } from "../../../src/kafka/send_chunks.ts";
import type { OutputRecord } from "../../../src/pipeline/record.ts";
import { recordBytesOf } from "../../../src/pipeline/record_size.ts";

const batchHeaderBytes = 61;

function record(topic: string, partition: number, valueBytes: number): OutputRecord {
  const value = new Uint8Array(valueBytes);
  return { topic, partition, key: null, value, headers: [], timestamp: 0 };
}

Deno.test("sendChunks() sends records that fit together, with one batch per partition", () => {
  const records = [record("a", 0, 10), record("b", 0, 10), record("a", 1, 10)];
  const [send, ...none] = [...sendChunks(records, new Map())];
  assertEquals(none, []);
  assertEquals(
    send!.map(({ topic, partition, records }) => [topic, partition, records]),
    [["a", 0, [records[0]!]], ["b", 0, [records[1]!]], ["a", 1, [records[2]!]]],
  );
});

Deno.test("sendChunks() yields nothing without outputs", () => {
  assertEquals([...sendChunks([], new Map())], []);
});

Deno.test("sendChunks() makes no batch larger than its topic accepts, and keeps the order", () => {
  const records = Array.from({ length: 50 }, (_, i) => record(i % 3 ? "a" : "b", i % 2, 100 + i));
  const limits = new Map([["a", 1_000], ["b", 700]]);
  const sent: OutputRecord[] = [];
  for (const chunk of sendChunks(records, limits)) {
    for (const { topic, records } of chunk) {
      const bytes = records.reduce((sum, each) => sum + recordBytesOf(each), batchHeaderBytes);
      assert(bytes <= limits.get(topic)!, `${bytes} bytes for ${topic}`);
      sent.push(...records);
    }
    const names = chunk.map(({ topic, partition }) => `${topic}/${partition}`);
    assertEquals(new Set(names).size, names.length);
  }
  for (const topic of ["a", "b"]) {
    for (const partition of [0, 1]) {
      const isThere = (record: OutputRecord) =>
        record.topic === topic && record.partition === partition;
      assertEquals(sent.filter(isThere), records.filter(isThere));
    }
  }
});

Deno.test("sendChunks() sends a record above its topic's limit alone, so that the broker decides", () => {
  const records = [record("a", 0, 10), record("a", 0, 5_000), record("a", 0, 10)];
  const chunks = [...sendChunks(records, new Map([["a", 1_000]]))];
  assertEquals(chunks.map((chunk) => chunk[0]?.records.length), [1, 1, 1]);
});

Deno.test("sendChunks() uses Kafka's default for a topic with an unknown limit", () => {
  const half = record("a", 0, 524_288);
  assertEquals([...sendChunks([half, half], new Map())].length, 2);
  assertEquals([...sendChunks([half, half], new Map([["a", 2_000_000]]))].length, 1);
});
