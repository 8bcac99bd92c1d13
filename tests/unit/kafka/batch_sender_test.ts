import { assertEquals, assertInstanceOf, assertRejects } from "@std/assert";
import { FatalError, TransientError } from "../../../src/errors.ts";
import { errorType } from "../../../src/kafka/access/error_type.ts";
import { BatchSender } from "../../../src/kafka/batch_sender.ts";
import type { PartitionBatch, ProducedBatch } from "../../../src/kafka/protocol/produce.ts";
import { RefusedTimesError } from "../../../src/kafka/refused_times.ts";
import type { RecordBatch } from "../../../src/kafka/send_chunks.ts";
import type { TransactionProtocol } from "../../../src/kafka/transaction_protocol.ts";
import type { OutputRecord } from "../../../src/pipeline/record.ts";
import { FakeCluster } from "../../support/fake_cluster.ts";

const owner = { transactionalId: "id", producerId: 7n, epoch: 0 };
const timeoutMs = 1_000;

/** A request to append, with what it should have encoded. */
interface Append {
  readonly nodeId: string;
  readonly batches: readonly PartitionBatch[];
}

type Codes = Readonly<Record<string, number>>;

/** Writes batches down instead of encoding them. */
const protocol = {
  produce: (_: unknown, __: unknown, batches: readonly PartitionBatch[]) => ({
    request: { apiName: "Produce", apiVersion: 12, encode: () => ({ buffer: [] }) },
    batches,
  }),
} as unknown as TransactionProtocol;

/** A sender, and what its brokers got: topic "facts" is led by nodes 1, 2 and 1, "counts" by node 2. */
function senderOf(answer: (append: Append, turn: number) => unknown, limitMs = timeoutMs) {
  const sent: (readonly [node: string, partition: string, sequence: number])[] = [];
  let turn = 0;
  const cluster = new FakeCluster(({ nodeId, request }) => {
    const { batches } = request as { readonly batches: readonly PartitionBatch[] };
    for (const { topic, partition, firstSequence } of batches) {
      sent.push([nodeId, `${topic}/${partition}`, firstSequence]);
    }
    return answer({ nodeId, batches }, turn++);
  }, { facts: [1, 2, 1], counts: [2] });
  return { sender: new BatchSender({ cluster, protocol }, limitMs), cluster, sent };
}

/** An answer with a code for each partition, 0 for those that are not listed. */
function answerTo({ batches }: Append, codes: Codes = {}): ProducedBatch[] {
  return batches.map(({ topic, partition }) => {
    const code = codes[`${topic}/${partition}`] ?? 0;
    return { topic, partition, code, baseOffset: code === 0 ? 100 + partition : -1, records: [] };
  });
}

function batch(partition: number, count = 1, topic = "facts"): RecordBatch {
  const record: OutputRecord = {
    ...{ topic, partition, key: null, value: null, headers: [], timestamp: -5 },
  };
  return { topic, partition, records: Array.from({ length: count }, () => record) };
}

Deno.test("a sender sends to each leader once, and returns where each partition was written", async () => {
  const { sender, sent } = senderOf((append) => answerTo(append));
  const offsets = await sender.send(owner, [[batch(0), batch(1), batch(2), batch(0, 1, "counts")]]);
  assertEquals(sent.map(([node, name]) => `${node} ${name}`), [
    ...["1 facts/0", "1 facts/2", "2 facts/1", "2 counts/0"],
  ]);
  assertEquals(
    offsets,
    new Map([["facts/0", 100], ["facts/2", 102], ["facts/1", 101], ["counts/0", 100]]),
  );
});

Deno.test("a sender asks once for the metadata of a topic", async () => {
  const { sender, cluster } = senderOf((append) => answerTo(append));
  for (let turn = 0; turn < 3; turn++) await sender.send(owner, [[batch(0), batch(1)]]);
  assertEquals(cluster.questions.filter((each) => each.startsWith("topic")), ["topic facts"]);
});

Deno.test("sequence numbers of a partition continue from batch to batch and from send to send", async () => {
  const { sender, sent } = senderOf((append) => answerTo(append));
  await sender.send(owner, [[batch(0, 2), batch(1, 5)], [batch(0, 3)]]);
  await sender.send(owner, [[batch(0), batch(1)]]);
  assertEquals(sent.filter(([, name]) => name === "facts/0").map((each) => each[2]), [0, 2, 5]);
  assertEquals(sent.filter(([, name]) => name === "facts/1").map((each) => each[2]), [0, 5]);
});

Deno.test("sequence numbers start over at 0 after the largest int32", async () => {
  const { sender, sent } = senderOf((append) => answerTo(append));
  const length = 2 ** 31 - 2;
  const many = { ...batch(0), records: { length } as unknown as OutputRecord[] };
  await sender.send(owner, [[many], [batch(0, 1)], [batch(0, 3)], [batch(0)]]);
  assertEquals(sent.map((each) => each[2]), [0, 2 ** 31 - 2, 2 ** 31 - 1, 2]);
});

Deno.test("sequence numbers start over for another epoch", async () => {
  const { sender, sent } = senderOf((append) => answerTo(append));
  await sender.send(owner, [[batch(0, 2)]]);
  sender.restart();
  await sender.send(owner, [[batch(0, 2)]]);
  assertEquals(sent.map((each) => each[2]), [0, 0]);
});

Deno.test("a chunk is sent when the one before it is accepted, and the first offset counts", async () => {
  const held = Promise.withResolvers<void>();
  const { sender, sent } = senderOf(async (append, turn) => {
    if (turn === 0) await held.promise;
    return answerTo(append).map((each) => ({ ...each, baseOffset: 100 + turn }));
  });
  const offsets = sender.send(owner, [[batch(0)], [batch(0)]]);
  await new Promise((resolve) => setTimeout(resolve, 5));
  assertEquals(sent.length, 1);
  held.resolve();
  assertEquals(await offsets, new Map([["facts/0", 100]]));
  assertEquals(sent.length, 2);
});

for (const code of [7, 19, 20, 51]) {
  Deno.test(`a partition that answers ${code} gets its batch again, alone and with the same sequence`, async () => {
    const { sender, sent, cluster } = senderOf((append, turn) =>
      answerTo(append, turn < 2 ? { "facts/2": code } : {})
    );
    await sender.send(owner, [[batch(0, 4), batch(2, 4)]]);
    await sender.send(owner, [[batch(2)]]);
    const again = ["1", "facts/2", 0] as const;
    assertEquals(sent, [["1", "facts/0", 0], again, again, again, ["1", "facts/2", 4]]);
    assertEquals(cluster.questions.includes("refresh"), false);
  });
}

for (const code of [3, 5, 6, 56]) {
  Deno.test(`a partition that answers ${code} gets its batch at its new leader, with the same sequence`, async () => {
    const { sender, sent, cluster } = senderOf((append) =>
      answerTo(append, append.nodeId === "1" ? { "facts/2": code } : {})
    );
    cluster.onRefresh = () => cluster.topics["facts"] = [1, 2, 3];
    await sender.send(owner, [[batch(0), batch(2)]]);
    assertEquals(sent, [["1", "facts/0", 0], ["1", "facts/2", 0], ["3", "facts/2", 0]]);
    assertEquals(cluster.questions.filter((each) => each === "refresh").length, 1);
  });
}

Deno.test("a partition that no broker names was not written", async () => {
  const { sender } = senderOf((append) => answerTo(append).slice(1));
  await assertRejects(
    () => sender.send(owner, [[batch(0), batch(2)]]),
    TransientError,
    'no broker answered for "facts[0]"',
  );
});

Deno.test("a partition that is not named when it is sent again was not written", async () => {
  const { sender, sent } = senderOf((append, turn) =>
    turn === 0 ? answerTo(append, { "facts/0": 51 }) : answerTo(append).slice(1)
  );
  await assertRejects(() => sender.send(owner, [[batch(0)]]), TransientError, "facts[0]");
  assertEquals(sent.length, 2);
});

Deno.test("a lost answer is an error, but only when all other answers are there", async () => {
  const held = Promise.withResolvers<void>();
  const { sender, sent } = senderOf(async (append) => {
    if (append.nodeId === "1") throw new Error("connection lost");
    await held.promise;
    return answerTo(append);
  });
  let isOver = false;
  const sending = sender.send(owner, [[batch(0), batch(1)]]).finally(() => isOver = true);
  const lost = assertRejects(() => sending, Error, "connection lost");
  await new Promise((resolve) => setTimeout(resolve, 5));
  assertEquals(isOver, false);
  held.resolve();
  await lost;
  assertEquals(sent.length, 2);
});

Deno.test("a refusal is an error with Kafka's name for it, and nothing is sent again", async () => {
  const { sender, sent } = senderOf((append) => answerTo(append, { "facts/0": 51, "facts/2": 47 }));
  const error = await assertRejects(() => sender.send(owner, [[batch(0), batch(2)]]));
  assertEquals(errorType(error), "INVALID_PRODUCER_EPOCH");
  assertEquals(sent.length, 2);
});

Deno.test("a busy partition does not hide which timestamps another one refuses", async () => {
  const { sender } = senderOf((append) => answerTo(append, { "facts/0": 51, "facts/2": -1 }));
  await assertRejects(() => sender.send(owner, [[batch(0), batch(2)]]), RefusedTimesError);
});

Deno.test("a missing ACL stops the process and is named", async () => {
  const { sender } = senderOf((append) => answerTo(append, { "facts/0": 29 }));
  const error = await assertRejects(() => sender.send(owner, [[batch(0)]]), FatalError);
  assertEquals(error.message, "Kafka refused: no WRITE on Topic facts");
});

Deno.test("a batch that is refused for its timestamps tells which ones the topic accepts", async () => {
  const { sender } = senderOf((append) => answerTo(append, { "facts/0": -1 }));
  const error = await assertRejects(() => sender.send(owner, [[batch(0)]]));
  assertInstanceOf(error, RefusedTimesError);
  assertEquals(error.refusals[0]?.range, { low: 0, high: Infinity });
});

Deno.test("a sender gives up a busy partition when the time is over", async () => {
  const { sender } = senderOf((append) => answerTo(append, { "facts/0": 51 }), 20);
  const error = await assertRejects(() => sender.send(owner, [[batch(0)]]), TransientError);
  assertEquals(errorType(error), "CONCURRENT_TRANSACTIONS");
});

Deno.test("a batch that is accepted at the last moment was written", async () => {
  const { sender } = senderOf((append) => answerTo(append), 0);
  assertEquals(await sender.send(owner, [[batch(0)]]), new Map([["facts/0", 100]]));
});

Deno.test("a closed sender sends nothing again, even if it is closed during a pause", async () => {
  const { sender, sent } = senderOf((append) => answerTo(append, { "facts/0": 51 }));
  const sending = assertRejects(() => sender.send(owner, [[batch(0)]]), TransientError);
  while (sent.length < 3) await new Promise((resolve) => setTimeout(resolve, 1));
  sender.close();
  const before = sent.length;
  await sending;
  assertEquals(sent.length, before);
});
