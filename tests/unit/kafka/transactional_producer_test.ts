import type { Transaction } from "kafkajs";
import { assertEquals, assertRejects } from "@std/assert";
import { TransientError } from "../../../src/errors.ts";
import { OpenTransaction } from "../../../src/kafka/transactional_producer.ts";

const record = { topic: "facts", key: null, value: null, headers: [], timestamp: 0 };

/** A transaction whose brokers answer for these partitions. */
function answering(...partitions: readonly number[]): OpenTransaction {
  const answers = partitions.map((partition) => ({ topicName: "facts", partition, errorCode: 0 }));
  const transaction = { sendBatch: () => Promise.resolve(answers) };
  return new OpenTransaction(transaction as unknown as Transaction, new Map());
}

const sent = [0, 1].map((partition) => ({ ...record, partition }));

Deno.test("a send that is answered once for each partition is done", async () => {
  assertEquals((await answering(1, 0).send(sent)).length, 2);
});

Deno.test("a send that nobody answered for a partition is not committed", async () => {
  await assertRejects(() => answering(1).send(sent), TransientError, 'for "facts[0]"');
});

Deno.test("a send that was answered twice for a partition is not committed", async () => {
  await assertRejects(
    () => answering(1, 0, 1).send(sent),
    TransientError,
    '"facts[1]" was written twice',
  );
});
