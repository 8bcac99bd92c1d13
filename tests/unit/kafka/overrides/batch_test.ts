import { assert, assertEquals } from "@std/assert";
import type { Buffer } from "node:buffer";
import { Batch } from "../../../../src/kafka/overrides/batch.ts";
import { decodeFetchedRecords } from "../../../../src/kafka/overrides/fetched_records.ts";
import { endMarkerBytes, fetchedBytes, recordBatchBytes } from "./record_batch_bytes.ts";

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

Deno.test("a batch holds the committed records and ends behind the control record", async () => {
  const batch = await batchOf({ bytes: [inTransaction, endMarkerBytes(13, 7, 1)] });
  assertEquals(batch.messages.map(({ value }) => String(value)), ["a", "b", "c"]);
  assertEquals([batch.firstOffset(), batch.lastOffset(), batch.nextOffset], ["10", "13", 14]);
  assertEquals([batch.offsetLag(), batch.offsetLagLow()], ["86", "89"]);
  assertEquals([batch.fetchedOffset, batch.fetchedPosition], ["10", 10]);
  assertEquals([batch.topic, batch.partition, batch.highWatermark], ["logins", 3, "100"]);
});

Deno.test("records before the position, which their batch brings along, are not delivered", async () => {
  const batch = await batchOf({ fetchedOffset: "12", bytes: [inTransaction] });
  assertEquals(batch.messages.map(({ offset }) => offset), [12]);
});

Deno.test("a fetch that only moves the position reaches the handler without messages", async () => {
  const onlyMoving = {
    "a control record": await batchOf({ fetchedOffset: "13", bytes: [endMarkerBytes(13, 7, 1)] }),
    "aborted records": await batchOf({ abortedTransactions: aborted, bytes: [inTransaction] }),
    "a batch that compaction left empty": await batchOf({ bytes: [emptied] }),
  };
  for (const [what, batch] of Object.entries(onlyMoving)) {
    assertEquals(batch.messages, [], what);
    assertEquals([batch.isEmpty(), batch.isEmptyDueToFiltering()], [false, false], what);
    assert(batch.nextOffset > batch.fetchedPosition, what);
    assertEquals(batch.lastOffset(), String(batch.nextOffset - 1), what);
    assertEquals([batch.firstOffset(), batch.offsetLagLow()], [null, "0"], what);
  }
});

Deno.test("a fetch that brought nothing is empty and stays where it is", async () => {
  const batch = await batchOf({});
  assertEquals([batch.isEmpty(), batch.isEmptyDueToFiltering()], [true, false]);
  assertEquals([batch.nextOffset, batch.lastOffset(), batch.offsetLag()], [10, "9", "90"]);
});
