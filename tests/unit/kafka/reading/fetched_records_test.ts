import { assertEquals, assertRejects } from "@std/assert";
import { Buffer } from "node:buffer";
import { FatalError } from "../../../../src/errors.ts";
import {
  decodeFetchedRecords,
  type FetchedRecords,
} from "../../../../src/kafka/reading/fetched_records.ts";
import { endMarkerBytes, fetchedBytes, recordBatchBytes } from "./record_batch_bytes.ts";

const three = recordBatchBytes({
  firstOffset: 10,
  messages: [{ value: "a" }, { value: "b" }, { value: "c" }],
});
const two = recordBatchBytes({ firstOffset: 13, messages: [{ value: "d" }, { value: "e" }] });
const emptied = recordBatchBytes({ firstOffset: 15, lastOffsetDelta: 9 });

function recordsOf({ batches }: FetchedRecords) {
  return batches.flatMap(({ records }) => records);
}

Deno.test("fetched records of all batches are in log order", async () => {
  const fetched = await decodeFetchedRecords(fetchedBytes(three, two));
  const records = recordsOf(fetched);
  assertEquals(records.map(({ offset }) => offset), [10, 11, 12, 13, 14]);
  assertEquals(records.map(({ value }) => String(value)), ["a", "b", "c", "d", "e"]);
  assertEquals(fetched.nextOffset, 15);
});

Deno.test("a batch that compaction has emptied moves the position past it", async () => {
  const alone = await decodeFetchedRecords(fetchedBytes(emptied));
  assertEquals([recordsOf(alone), alone.nextOffset], [[], 25]);
  const behind = await decodeFetchedRecords(fetchedBytes(two, emptied));
  assertEquals([recordsOf(behind).length, behind.nextOffset], [2, 25]);
});

Deno.test("a fetch does not wait for records that compaction removed from the end of a batch", async () => {
  const thinned = recordBatchBytes({ messages: [{ value: "a" }], lastOffsetDelta: 41 });
  const fetched = await decodeFetchedRecords(fetchedBytes(thinned));
  assertEquals([recordsOf(fetched).length, fetched.nextOffset], [1, 42]);
});

Deno.test("fetched records include control records", async () => {
  const fetched = await decodeFetchedRecords(fetchedBytes(three, endMarkerBytes(13, 7, 0)));
  assertEquals(recordsOf(fetched).map((record) => record.isControlRecord), [
    false,
    false,
    false,
    true,
  ]);
});

Deno.test("a truncated batch is left for the next fetch, wherever it is cut", async () => {
  for (let length = 0; length < two.length; length++) {
    const bytes = fetchedBytes(three, two.subarray(0, length));
    const fetched = await decodeFetchedRecords(bytes);
    assertEquals([recordsOf(fetched).length, fetched.nextOffset], [3, 13]);
    assertEquals(bytes.offset, bytes.buffer.length);
  }
});

Deno.test("a fetch without bytes returns nothing and moves nothing", async () => {
  const nothing = { batches: [], nextOffset: null };
  assertEquals(await decodeFetchedRecords(fetchedBytes()), nothing);
  const absent = { buffer: Buffer.from("ffffffff", "hex"), offset: 0 };
  assertEquals(await decodeFetchedRecords(absent), nothing);
});

Deno.test("a fetch without one complete batch stops the consumer instead of repeating forever", async () => {
  await assertRejects(
    () => decodeFetchedRecords(fetchedBytes(three.subarray(0, 70))),
    FatalError,
    "70 fetched bytes contain no complete record batch",
  );
});

Deno.test("a corrupt batch is not mistaken for a truncated one", async () => {
  const corrupt = Buffer.from(two);
  corrupt[70]! ^= 1;
  await assertRejects(() => decodeFetchedRecords(fetchedBytes(three, corrupt)), FatalError, "13");
});

Deno.test("message formats before 2 are rejected with a remedy", async () => {
  const old = Buffer.from(three);
  old[16] = 1;
  const error = await assertRejects(() => decodeFetchedRecords(fetchedBytes(old)), FatalError);
  assertEquals(error.message, "Cannot read message format 1 at offset 10");
});

Deno.test("a fetch with 200,000 records is decoded", async () => {
  const messages = Array.from({ length: 100_000 }, () => ({ value: "" }));
  const first = recordBatchBytes({ messages });
  const second = recordBatchBytes({ firstOffset: 100_000, messages });
  const fetched = await decodeFetchedRecords(fetchedBytes(first, second));
  assertEquals([recordsOf(fetched).length, fetched.nextOffset], [200_000, 200_000]);
});
