import { assert, assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { Buffer } from "node:buffer";
import { FatalError } from "../../../../src/errors.ts";
import { Batch } from "../../../../src/kafka/reading/batch.ts";
import { decodeFetchedRecords } from "../../../../src/kafka/reading/fetched_records.ts";
import {
  endMarkerBytes,
  fetchedBytes,
  recordBatchBytes,
  withChecksum,
} from "./record_batch_bytes.ts";

const aborted = [{ producerId: "7", firstOffset: "10" }];

const inTransaction = recordBatchBytes({
  firstOffset: 10,
  messages: [{ value: "a" }, { value: "b" }, { value: "c" }],
  producerId: 7,
  inTransaction: true,
});
const emptied = recordBatchBytes({ firstOffset: 10, lastOffsetDelta: 9 });

async function batchOf(
  { fetchedOffset = "10", abortedTransactions = [] as typeof aborted, bytes = [] as Buffer[] },
): Promise<Batch> {
  const messages = await decodeFetchedRecords(fetchedBytes(...bytes));
  return new Batch("logins", fetchedOffset, {
    partition: 3,
    highWatermark: "100",
    abortedTransactions,
    messages,
  });
}

Deno.test("a batch has the committed records and ends after the control record", async () => {
  const batch = await batchOf({ bytes: [inTransaction, endMarkerBytes(13, 7, 1)] });
  assertEquals(batch.records().map(({ value }) => String(value)), ["a", "b", "c"]);
  assertEquals([batch.lastOffset(), batch.nextOffset, batch.fetchedOffset], ["13", 14, "10"]);
  assertEquals([batch.topic, batch.partition, batch.highWatermark], ["logins", 3, "100"]);
});

Deno.test("a batch leaves out records before the position", async () => {
  const batch = await batchOf({ fetchedOffset: "12", bytes: [inTransaction] });
  assertEquals(batch.records().map(({ offset }) => offset), [12]);
});

Deno.test("a fetch that only moves the position is a batch without records", async () => {
  const onlyMoving = {
    "a control record": await batchOf({ fetchedOffset: "13", bytes: [endMarkerBytes(13, 7, 1)] }),
    "aborted records": await batchOf({ abortedTransactions: aborted, bytes: [inTransaction] }),
    "a batch that compaction left empty": await batchOf({ bytes: [emptied] }),
  };
  for (const [what, batch] of Object.entries(onlyMoving)) {
    assertEquals(batch.records(), [], what);
    assertEquals([...batch.slices(3)], [{ records: [], nextOffset: batch.nextOffset }], what);
    assertEquals(batch.isEmpty(), false, what);
    assert(batch.nextOffset > Number(batch.fetchedOffset), what);
    assertEquals(batch.lastOffset(), String(batch.nextOffset - 1), what);
  }
});

Deno.test("an empty fetch does not move the position", async () => {
  const batch = await batchOf({});
  assertEquals([batch.isEmpty(), batch.nextOffset, batch.lastOffset()], [true, 10, "9"]);
});

/**
 * Batches of these numbers of records, each followed by a gap of one offset, as a marker leaves it.
 */
function manyBatches(lengths: readonly number[]): Buffer[] {
  let firstOffset = 10;
  return lengths.map((length) => {
    const messages = Array.from({ length }, (_, at) => ({ value: `${firstOffset + at}` }));
    const bytes = recordBatchBytes({ firstOffset, messages, lastOffsetDelta: length });
    firstOffset += length + 1;
    return bytes;
  });
}

Deno.test("the slices of a batch hold each record once, in order and without overlap", async () => {
  const lengths = fc.array(fc.nat(7), { maxLength: 8 });
  const limit = fc.integer({ min: 1, max: 9 });
  await fc.assert(fc.asyncProperty(lengths, limit, fc.nat(3), async (lengths, limit, passed) => {
    const bytes = manyBatches(lengths);
    const batch = await batchOf({ fetchedOffset: `${10 + passed}`, bytes });
    const slices = [...batch.slices(limit)];
    assertEquals(slices.flatMap(({ records }) => records), batch.records());
    assert(slices.every(({ records }) => records.length <= limit));
    assert(slices.slice(0, -1).every(({ records }) => records.length === limit));
    for (const [at, { records, nextOffset }] of slices.entries()) {
      assert(records.every(({ offset }) => offset < nextOffset));
      const following = slices[at + 1]?.records[0];
      if (following !== undefined) assert(nextOffset <= following.offset);
    }
    assertEquals(slices.at(-1)!.nextOffset, batch.nextOffset);
  }));
});

Deno.test("a batch parses records when their slice is read, so damage is found then", async () => {
  const damaged = Buffer.from(recordBatchBytes({ firstOffset: 13, messages: [{ value: "d" }] }));
  damaged.writeInt32BE(2, 57);
  const batch = await batchOf({ bytes: [inTransaction, withChecksum(damaged)] });
  const slices = batch.slices(2);
  assertEquals(slices.next().value?.records.map(({ offset }) => offset), [10, 11]);
  assertThrows(() => slices.next(), FatalError, "Cannot read the record batch at offset 13");
});

Deno.test("a batch that claims a negative number of records is damaged, not empty", async () => {
  const damaged = Buffer.from(recordBatchBytes({ firstOffset: 10, messages: [{ value: "d" }] }));
  damaged.writeInt32BE(-1, 57);
  const batch = await batchOf({ bytes: [withChecksum(damaged)] });
  assertThrows(() => [...batch.slices(2)], FatalError, "too short for -1 records");
});
