import { assertEquals, assertRejects } from "@std/assert";
import type { Kafka, Transaction } from "kafkajs";
import { TransientError } from "../../../src/errors.ts";
import {
  OpenTransaction,
  TransactionalProducer,
} from "../../../src/kafka/transactional_producer.ts";

const record = { topic: "facts", key: null, value: null, headers: [], timestamp: 0 };

/** A transaction whose brokers answer for these partitions. */
function answering(...partitions: readonly number[]): OpenTransaction {
  const answers = partitions.map((partition) => ({ topicName: "facts", partition, errorCode: 0 }));
  const transaction = { sendBatch: () => Promise.resolve(answers) };
  return new OpenTransaction(transaction as unknown as Transaction, new Map());
}

const sent = [0, 1].map((partition) => ({ ...record, partition }));

Deno.test("a send with one answer for each partition succeeds", async () => {
  assertEquals((await answering(1, 0).send(sent)).length, 2);
});

Deno.test("a send without an answer for a partition is not committed", async () => {
  await assertRejects(() => answering(1).send(sent), TransientError, 'for "facts[0]"');
});

Deno.test("a send with two answers for a partition is not committed", async () => {
  await assertRejects(
    () => answering(1, 0, 1).send(sent),
    TransientError,
    '"facts[1]" was written twice',
  );
});

/** A producer whose commits end like this, and its given-up transactions. */
function producing(commit: () => Promise<void>) {
  const transaction = { commit, abort: () => Promise.resolve() };
  const kafka = { producer: () => ({ transaction: () => Promise.resolve(transaction) }) };
  let givenUp = 0;
  const producer = new TransactionalProducer({
    kafka: kafka as unknown as Kafka,
    transactionalId: "id",
    transactionTimeoutMs: 1_000,
    limits: new Map(),
    onGivenUp: () => givenUp++,
  });
  return { producer, givenUp: () => givenUp };
}

Deno.test("onGivenUp is called once for each transaction that must not be committed", async () => {
  const committed = producing(() => Promise.resolve());
  await committed.producer.inTransaction(() => Promise.resolve());
  assertEquals(committed.givenUp(), 0);

  const failed = new Error("no answer");
  const uncertain = producing(() => Promise.reject(failed));
  await assertRejects(() => uncertain.producer.inTransaction(() => Promise.resolve()), Error);
  assertEquals(uncertain.givenUp(), 1);

  const aborted = producing(() => Promise.resolve());
  await assertRejects(() => aborted.producer.inTransaction(() => Promise.reject(failed)), Error);
  assertEquals(aborted.givenUp(), 1);
});
