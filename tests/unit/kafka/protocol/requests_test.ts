import { assertEquals } from "@std/assert";
import { finalizedFeatures } from "../../../../src/kafka/protocol/api_versions.ts";
import { describeProducers } from "../../../../src/kafka/protocol/describe_producers.ts";
import { endTxn } from "../../../../src/kafka/protocol/end_txn.ts";
import { describeConsumerGroup } from "../../../../src/kafka/protocol/group_description.ts";
import { listTransactions } from "../../../../src/kafka/protocol/list_transactions.ts";
import { fetchSettledOffsets } from "../../../../src/kafka/protocol/offset_fetch.ts";
import type { ProtocolRequest } from "../../../../src/kafka/protocol/protocol_request.ts";
import { txnOffsetCommit } from "../../../../src/kafka/protocol/txn_offset_commit.ts";
import { frameOf, javaBytes, type JavaFrame } from "./frames.ts";

const producer = { producerId: 2n ** 53n + 1n, epoch: 4 };
const offsets = {
  ...{ groupId: "group", memberId: "member", generation: 12, topic: "logins" },
  partitions: [
    { partition: 2, offset: 5_000_000_000, memo: "mémo" },
    { partition: 0, offset: 0, memo: "" },
  ],
};

const requests: Partial<Record<JavaFrame, ProtocolRequest<unknown>>> = {
  txnOffsetCommit3: txnOffsetCommit(3, "wö", producer, offsets),
  txnOffsetCommit5: txnOffsetCommit(5, "wö", producer, offsets),
  commit: endTxn("wö", producer, true),
  abort: endTxn("wö", producer, false),
  listTransactions: listTransactions(["Ongoing", "PrepareCommit"]),
  offsetFetch: fetchSettledOffsets("group", "logins", [2, 0]),
  apiVersions: finalizedFeatures("login-pipeline"),
  describeProducers: describeProducers("logins", [2, 0]),
  describeGroup: describeConsumerGroup("group"),
};

for (const [name, request] of Object.entries(requests)) {
  const { apiName, apiVersion } = request.request;
  Deno.test(`${name}: ${apiName} ${apiVersion} is written byte for byte as Java writes it`, async () => {
    assertEquals(await frameOf(request), javaBytes(name as JavaFrame).toString("hex"));
  });
}
