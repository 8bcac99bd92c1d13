import { assertEquals, assertRejects } from "@std/assert";
import { FatalError, TransientError } from "../../../src/errors.ts";
import { errorType } from "../../../src/kafka/access/error_type.ts";
import { firstProtocol } from "../../../src/kafka/first_protocol.ts";
import { secondProtocol } from "../../../src/kafka/second_protocol.ts";
import type { Tracing } from "../../../src/kafka/tracing.ts";
import { type Asked, groupNode, transactionNode } from "../../support/fake_cluster.ts";
import { appendIn, committerIn, endIn } from "../../support/sent_requests.ts";
import {
  isAppend,
  isCommit,
  isEnd,
  isOffsets,
  offsets,
  opened,
  outputs,
  produced,
  protocols,
  refusal,
  sent,
} from "./writer_scene.ts";

Deno.test("the second protocol sends records and offsets, and then EndTxn", async () => {
  const { writer, cluster, log } = await opened(secondProtocol);
  assertEquals(await writer.transact(outputs, offsets), new Map([["facts/0", 5]]));
  assertEquals(log().toSorted(), ["Produce 12", "TxnOffsetCommit 5", "commit", "initProducerId"]);
  assertEquals([log()[0], log().at(-1)], ["initProducerId", "commit"]);
  assertEquals(cluster.questions.filter((each) => each.startsWith("coordinator")), [
    "coordinator of transaction id",
    "coordinator of group g",
  ]);
});

Deno.test("the first protocol names partitions and group to the coordinator before it writes", async () => {
  const { writer, log } = await opened(firstProtocol);
  await writer.transact(outputs, offsets);
  const [init, partitions, group, ...rest] = log();
  assertEquals([init, partitions, group], [
    ...["initProducerId", "addPartitionsToTxn", "addOffsetsToTxn"],
  ]);
  assertEquals(rest.toSorted(), ["Produce 8", "TxnOffsetCommit 3", "commit"]);
  assertEquals(rest.at(-1), "commit");
});

Deno.test("the first protocol writes nothing before the coordinator has answered", async () => {
  const held = Promise.withResolvers<void>();
  const { writer, log } = await opened(
    firstProtocol,
    ({ name }) => name === "addOffsetsToTxn" ? held.promise : undefined,
  );
  const writing = writer.write(outputs, offsets);
  await sent();
  assertEquals(log(), ["initProducerId", "addPartitionsToTxn", "addOffsetsToTxn"]);
  held.resolve();
  await writing;
});

Deno.test("the first protocol names each partition once, by topic", async () => {
  const { writer, cluster } = await opened(firstProtocol);
  cluster.topics = { facts: [1, 1], counts: [1] };
  const value = new Uint8Array(600_000); // the second one for a partition needs a batch of its own
  const at = (topic: string, partition: number) => ({ ...outputs[0]!, topic, partition, value });
  const many = [at("facts", 0), at("facts", 1), at("facts", 0), at("counts", 0)];
  await assertRejects(() => writer.write(many, null), TransientError, "no broker answered");
  assertEquals(cluster.asked[1]?.request, {
    ...{ transactionalId: "id", producerId: "7", producerEpoch: 0 },
    topics: [{ topic: "facts", partitions: [0, 1] }, { topic: "counts", partitions: [0] }],
  });
});

for (const protocol of protocols) {
  const { name } = protocol;

  Deno.test(`records and offsets travel at the same time, over two connections (${name} protocol)`, async () => {
    const held = Promise.withResolvers<void>();
    const { writer, cluster } = await opened(
      protocol,
      (asked) => isAppend(asked) || isOffsets(asked) ? held.promise : undefined,
    );
    const writing = writer.write(outputs, offsets);
    await sent();
    const open = cluster.asked.filter((asked) => isAppend(asked) || isOffsets(asked));
    assertEquals(open.map(({ nodeId, connection }) => [nodeId, connection]).toSorted(), [
      ["1", 0],
      [groupNode, 1],
    ]);
    writer.close();
    held.reject(refusal("test is over"));
    await assertRejects(() => writing);
  });

  Deno.test(`a transaction without records, or without offsets, has none (${name} protocol)`, async () => {
    const { writer, log } = await opened(protocol);
    await writer.transact([], offsets);
    await writer.transact(outputs, null);
    const written = log().filter((each) => /Txn|^Produce/.test(each));
    assertEquals(
      written,
      name === "first"
        ? ["addOffsetsToTxn", "TxnOffsetCommit 3", "addPartitionsToTxn", "Produce 8"]
        : ["TxnOffsetCommit 5", "Produce 12"],
    );
  });

  Deno.test(`a transaction whose offsets are refused is aborted, never committed (${name} protocol)`, async () => {
    const { writer, log } = await opened(protocol, (asked) => isOffsets(asked) ? [22] : undefined);
    const error = await assertRejects(() => writer.transact(outputs, offsets));
    assertEquals(errorType(error), "ILLEGAL_GENERATION");
    assertEquals(log().filter((each) => /commit|abort/.test(each)), ["abort"]);
  });

  Deno.test(`a transaction is not committed if an offset has no answer (${name} protocol)`, async () => {
    const { writer, log } = await opened(protocol, (asked) => isOffsets(asked) ? [] : undefined);
    await assertRejects(() => writer.transact(outputs, offsets), TransientError, "offsets");
    assertEquals(log().at(-1), "abort");
  });

  Deno.test(`a transaction whose records are refused is aborted, never committed (${name} protocol)`, async () => {
    const { writer, log } = await opened(
      protocol,
      (asked) => isAppend(asked) ? produced(47) : undefined,
    );
    const error = await assertRejects(() => writer.transact(outputs, offsets));
    assertEquals(errorType(error), "INVALID_PRODUCER_EPOCH");
    assertEquals(log().filter((each) => /commit|abort/.test(each)), ["abort"]);
  });

  Deno.test(`an offset that is refused counts before a record (${name} protocol)`, async () => {
    const { writer } = await opened(
      protocol,
      (asked) => isAppend(asked) ? produced(120) : isOffsets(asked) ? [25] : undefined,
    );
    const error = await assertRejects(() => writer.transact(outputs, offsets));
    assertEquals(errorType(error), "UNKNOWN_MEMBER_ID");
  });

  Deno.test(`all requests go to the coordinators and leaders (${name} protocol)`, async () => {
    const { writer, cluster } = await opened(protocol);
    await writer.transact(outputs, offsets);
    for (const asked of cluster.asked) {
      const node = isAppend(asked) ? "1" : isOffsets(asked) ? groupNode : transactionNode;
      assertEquals(asked.nodeId, node, asked.name);
    }
  });
}

Deno.test("the next transaction has the producer id and the epoch of the EndTxn answer", async () => {
  const next = { code: 0, producerId: 2n ** 53n + 1n, epoch: 0 };
  const { writer, cluster } = await opened(
    secondProtocol,
    (asked) => isEnd(asked) ? next : undefined,
  );
  await writer.transact(outputs, offsets);
  await writer.transact(outputs, offsets);
  const { code: _, ...producer } = next;
  const [append] = cluster.asked.filter(isAppend).slice(1);
  assertEquals(appendIn(append!), { ...producer, sequence: 0 });
  assertEquals(committerIn(cluster.asked.filter(isOffsets)[1]!), producer);
  assertEquals(endIn(cluster.asked.filter(isEnd)[1]!), {
    ...{ ...producer, transactionalId: "id", isCommit: true },
  });
});

Deno.test("an epoch of its own starts the sequences of a transaction over", async () => {
  let epoch = 0;
  const { writer, cluster } = await opened(
    secondProtocol,
    (asked) => isEnd(asked) ? { code: 0, producerId: 7n, epoch: ++epoch } : undefined,
  );
  for (let turn = 0; turn < 3; turn++) await writer.transact(outputs, null);
  assertEquals(cluster.asked.filter(isAppend).map((asked) => appendIn(asked)), [
    { producerId: 7n, epoch: 0, sequence: 0 },
    { producerId: 7n, epoch: 1, sequence: 0 },
    { producerId: 7n, epoch: 2, sequence: 0 },
  ]);
});

Deno.test("the first protocol keeps producer and epoch, and goes on with the sequences", async () => {
  const { writer, cluster } = await opened(firstProtocol);
  for (let turn = 0; turn < 2; turn++) await writer.transact(outputs, offsets);
  assertEquals(cluster.asked.filter(isAppend).map((asked) => appendIn(asked)), [
    { producerId: 7n, epoch: 0, sequence: 0 },
    { producerId: 7n, epoch: 0, sequence: 1 },
  ]);
  assertEquals(cluster.asked.filter(isCommit0).length, 2);
});

function isCommit0(asked: Asked): boolean {
  return isEnd(asked) && isCommit(asked);
}

Deno.test("a trace has the records and lasts until they are accepted", async () => {
  const spans: string[] = [];
  const tracing: Tracing = {
    ...{ poll: () => {}, process: (_, work) => work(), carry: (records) => records },
    send: async (records, work) => {
      const written = await work();
      spans.push(`${records.length} records, ${cluster.names.includes("Produce 12")}`);
      return written;
    },
  };
  const { writer, cluster } = await opened(secondProtocol, undefined, 10_000, tracing);
  assertEquals(await writer.write(outputs, offsets), new Map([["facts/0", 5]]));
  assertEquals(spans, ["1 records, true"]);
});

Deno.test("a missing ACL for the id, the group or the topic stops the process and is named", async () => {
  const cases = [
    [[53], "no WRITE on TransactionalId id"],
    [[30], "no READ on Group g"],
    [[29], "no READ on Topic logins"],
  ] as const;
  for (const [codes, text] of cases) {
    const { writer } = await opened(
      secondProtocol,
      (asked) => isOffsets(asked) ? codes : undefined,
    );
    await assertRejects(() => writer.transact(outputs, offsets), FatalError, text);
  }
});
