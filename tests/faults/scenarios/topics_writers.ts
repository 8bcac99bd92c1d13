import { assertEquals } from "@std/assert";
import type { Transaction } from "kafkajs";
import type { InputRecord } from "../../../src/pipeline/record.ts";
import { recordsOf } from "../../support/copied_topic.ts";
import { json, login } from "../../support/logins.ts";
import type { Scene } from "../../support/scene.ts";
import { until } from "../../support/until.ts";
import { atWork, goesOn, lasting } from "../at_work.ts";
import type { Scenario, Trial } from "../scenario.ts";

const writers = 3;
const transactions = 8;
const records = 5;
const returns = 3;
const returning = "returning";

/** A key that looks like the broker's own abort marker: version 0, type 0. */
const markerLikeKey = Buffer.alloc(4);

/** Other programs that write transactions to our input. */
export const otherWriters: readonly Scenario[] = [
  {
    ...scenario(
      "interleaved transactions of other producers count only where they commit",
      {},
      interleave,
    ),
    isShort: true,
  },
  scenario(
    "interleaved transactions that are read a few records at a time count only where they commit",
    { FETCH_BYTES: "1024" },
    interleave,
  ),
  scenario(
    "an open transaction of another producer holds records back and loses none",
    {},
    holdBack,
  ),
  scenario("a producer that dies in its transaction was never heard", {}, dieOpen),
  scenario("a dead letter that is sent to the input again and again does not grow", {}, sendBack),
];

function scenario(
  name: string,
  env: Readonly<Record<string, string>>,
  run: Scenario["run"],
): Scenario {
  return { name, family: "topics", brokers: "shared", options: { env }, run };
}

async function interleave(trial: Trial): Promise<void> {
  const { scene } = trial;
  await atWork(trial);
  const writing = Array.from({ length: writers }, (_, writer) => writeSome(scene, writer));
  await trial.hit("others write transactions and abort some");
  await Promise.all(writing);
  await goesOn(scene);
}

/** Writes transactions, and aborts every second one. */
async function writeSome(scene: Scene, writer: number): Promise<void> {
  const transactionalId = `${scene.config.appId}-writer-${writer}`;
  const producer = scene.kafka.producer({ transactionalId, maxInFlightRequests: 1 });
  await producer.connect();
  for (let turn = 0; turn < transactions; turn++) {
    const transaction = await producer.transaction();
    for (let record = 0; record < records; record++) await write(scene, transaction, record);
    await (turn % 2 === writer % 2 ? transaction.abort() : transaction.commit());
  }
  await producer.disconnect();
}

async function write({ topics }: Scene, transaction: Transaction, record: number): Promise<void> {
  const key = record % 3 === 0 ? markerLikeKey : null;
  const value = Buffer.from(json(login));
  await transaction.send({ topic: topics.input, messages: [{ partition: 0, key, value }] });
}

async function openTransaction(scene: Scene, transactionTimeout: number) {
  const transactionalId = `${scene.config.appId}-writer`;
  const options = { transactionalId, transactionTimeout, maxInFlightRequests: 1 };
  const producer = scene.kafka.producer(options);
  await producer.connect();
  const transaction = await producer.transaction();
  await write(scene, transaction, 0);
  return { producer, transaction };
}

async function holdBack(trial: Trial): Promise<void> {
  const { scene } = trial;
  await atWork(trial);
  const { producer, transaction } = await openTransaction(scene, 60_000);
  await lasting(scene.config.sessionTimeoutMs * 2);
  await trial.hit("a transaction of another producer is open");
  await transaction.commit();
  await producer.disconnect();
  await goesOn(scene);
}

async function dieOpen(trial: Trial): Promise<void> {
  const { scene } = trial;
  await atWork(trial);
  const { producer } = await openTransaction(scene, 5_000);
  await producer.disconnect();
  await trial.hit("a producer is gone, and its transaction open");
  await goesOn(scene);
}

/** Copies dead letters back to the input, like a mirror or someone who hopes for another result. */
async function sendBack(trial: Trial): Promise<void> {
  const { scene } = trial;
  await atWork(trial);
  await scene.produce({ value: json({}), headers: { [returning]: "1" } });
  for (let turn = 1; turn <= returns; turn++) {
    const { value, headers } = (await returningLetters(scene, turn)).at(-1)!;
    const sent = headers.map(([name, bytes]) => [name, Buffer.from(bytes!)]);
    await scene.produce({ value, headers: Object.fromEntries(sent) });
    if (turn === 1) await trial.hit("a dead letter is in the input");
  }
  const letters = await returningLetters(scene, returns + 1);
  const names = letters.map(({ headers }) => headers.map(([name]) => name));
  assertEquals(names, Array(letters.length).fill(names[0]), "a letter that comes back grows");
  await goesOn(scene);
}

/** The dead letters of one original record in order, once there are this many. */
async function returningLetters(scene: Scene, count: number): Promise<InputRecord[]> {
  let found: InputRecord[] = [];
  await until(`${count} dead letters of one record`, async () => {
    const letters = await recordsOf(scene, scene.topics.deadLetters);
    found = letters.map(({ record }) => record)
      .filter(({ headers }) => headers.some(([name]) => name === returning));
    return found.length === count;
  });
  return found;
}
