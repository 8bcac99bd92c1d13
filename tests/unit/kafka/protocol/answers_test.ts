import { assertEquals, assertRejects } from "@std/assert";
import { finalizedFeatures } from "../../../../src/kafka/protocol/api_versions.ts";
import { describeProducers } from "../../../../src/kafka/protocol/describe_producers.ts";
import { endTxn } from "../../../../src/kafka/protocol/end_txn.ts";
import { describeConsumerGroup } from "../../../../src/kafka/protocol/group_description.ts";
import { listTransactions } from "../../../../src/kafka/protocol/list_transactions.ts";
import { fetchSettledOffsets } from "../../../../src/kafka/protocol/offset_fetch.ts";
import { produceSecond } from "../../../../src/kafka/protocol/produce.ts";
import type { ProtocolRequest } from "../../../../src/kafka/protocol/protocol_request.ts";
import { txnOffsetCommit } from "../../../../src/kafka/protocol/txn_offset_commit.ts";
import { answered, javaBytes, type JavaFrame } from "./frames.ts";

const producer = { producerId: 1n, epoch: 0 };
const offsets = { groupId: "g", memberId: "m", generation: 1, topic: "logins", partitions: [] };
const positions = fetchSettledOffsets("group", "logins", [2, 0]);
const committed = txnOffsetCommit(5, "id", producer, offsets);

/** Each answer of Java's that can be cut off, and the request that it answers. */
const answers: readonly (readonly [JavaFrame, ProtocolRequest<unknown>])[] = [
  ["offsetsCommitted5", committed],
  ["ended", endTxn("id", producer, true)],
  ["listed", listTransactions([])],
  ["positions", positions],
  ["versions", finalizedFeatures("us")],
  ["producers", describeProducers("logins", [2, 0])],
  ["groups", describeConsumerGroup("group")],
];

Deno.test("the answer to Produce has a code for each partition, and the rejected records", async () => {
  const topic = "facts";
  assertEquals(await answered(produceSecond("id", producer, 1_000, []), "produced12"), [
    {
      ...{ topic, partition: 3, code: 32, baseOffset: -1 },
      records: [{ index: 5, message: "too late" }, { index: 6, message: null }],
    },
    { topic, partition: 0, code: 0, baseOffset: 5_000_000_000, records: [] },
  ]);
});

Deno.test("the answer to TxnOffsetCommit has a code for each partition, in both versions", async () => {
  assertEquals(await answered(committed, "offsetsCommitted5"), [22, 0]);
  const earlier = txnOffsetCommit(3, "id", producer, offsets);
  assertEquals(await answered(earlier, "offsetsCommitted3"), [22, 0]);
});

Deno.test("the answer to EndTxn has the code, and the exact producer id of the next transaction", async () => {
  const next = { code: 51, producerId: 2n ** 53n + 3n, epoch: 5 };
  assertEquals(await answered(endTxn("id", producer, true), "ended"), next);
});

Deno.test("the answer to ListTransactions has id, exact producer id and state", async () => {
  const listed = { transactionalId: "wö", producerId: 2n ** 53n + 1n, state: "Ongoing" };
  assertEquals(await answered(listTransactions([]), "listed"), {
    code: 14,
    transactions: [listed],
  });
});

Deno.test("the answer to OffsetFetch has the position, the memo and the code of each partition", async () => {
  assertEquals(await answered(positions, "positions"), [
    { partition: 2, offset: 5_000_000_000, memo: "mémo", code: 0 },
    { partition: 0, offset: -1, memo: "", code: 88 },
  ]);
});

Deno.test("an error of a whole OffsetFetch is that of each partition, never a missing position", async () => {
  assertEquals(await answered(positions, "noPositions"), [
    { partition: 2, offset: -1, memo: "", code: 15 },
    { partition: 0, offset: -1, memo: "", code: 15 },
  ]);
});

Deno.test("the answer to ApiVersions has the highest finalized level of each feature", async () => {
  const levels = new Map([["transaction.version", 2], ["group.version", 1]]);
  assertEquals(await answered(finalizedFeatures("us"), "versions"), levels);
});

Deno.test("a broker without finalized features has none", async () => {
  assertEquals(await answered(finalizedFeatures("us"), "noFeatures"), new Map());
});

Deno.test("the answer to DescribeProducers has the exact ids of producers with an open transaction", async () => {
  assertEquals(await answered(describeProducers("logins", [2, 0]), "producers"), [
    { partition: 2, code: 0, open: [2n ** 53n + 1n, 9n] },
    { partition: 0, code: 6, open: [] },
  ]);
});

Deno.test("the answer to ConsumerGroupDescribe has the members and their partitions", async () => {
  const member = { memberId: "member", clientId: "client", clientHost: "/10.0.0.1" };
  assertEquals(await answered(describeConsumerGroup("group"), "groups"), [
    { ...member, assignment: { logins: [2, 0] } },
  ]);
});

for (const [name, { request: { apiName }, response }] of answers) {
  Deno.test(`an answer to ${apiName} that is cut off throws, and is never a shorter answer`, async () => {
    const bytes = javaBytes(name);
    const trailingTags = 7; // the last tagged fields, which not every reader reads
    for (let length = 0; length < bytes.length - trailingTags; length++) {
      await assertRejects(() => response.decode(bytes.subarray(0, length)), RangeError, "too soon");
    }
  });
}
