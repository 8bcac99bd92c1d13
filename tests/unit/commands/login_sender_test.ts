import { assertEquals, assertMatch, assertRejects } from "@std/assert";
import type { Kafka, ProducerRecord } from "kafkajs";
import { LoginSender } from "../../../src/commands/login_sender.ts";
import { FatalError } from "../../../src/errors.ts";

/** A sender for which partition 0 accepts all records, and the test decides for partition 1. */
async function sender(second: () => void) {
  const sends: ProducerRecord[] = [];
  const producer = {
    connect: () => Promise.resolve(),
    disconnect: () => Promise.resolve(),
    send: async (record: ProducerRecord) => {
      sends.push(record);
      await Promise.resolve();
      if (record.messages[0]?.partition === 1) second();
    },
  };
  const kafka = { producer: () => producer } as unknown as Kafka;
  const reaching = { what: "Kafka", action: "look there" };
  const settings = { topic: "logins", reaching, report: () => {}, timeoutSeconds: 0 };
  return { sends, own: await LoginSender.connect(kafka, settings) };
}

const batch = new Map([0, 1].map((partition) => [
  partition,
  Array.from({ length: 3 }, (_, index) => ({ value: `${index}`, partition })),
]));

Deno.test("the sender fails if logins are not acknowledged in time, and says how many were", async () => {
  const { own } = await sender(() => {
    throw Object.assign(new Error("no leader"), { retriable: true });
  });
  const error = await assertRejects(() => own.send(batch), FatalError);
  assertMatch(
    error.message,
    /logins\[1\] to accept logins after 0 s: no leader; 3 logins were acknowledged/,
  );
  assertEquals(error.action, "look there");
});

Deno.test("the sender names a partition that lacks acknowledged records, and says how many were acknowledged", async () => {
  let isLacking = false;
  const { own } = await sender(() => {
    const type = "OUT_OF_ORDER_SEQUENCE_NUMBER";
    if (isLacking) throw Object.assign(new Error("out of order"), { type });
  });
  await own.send(batch);
  isLacking = true;
  const error = await assertRejects(() => own.send(batch), FatalError);
  assertMatch(error.message, /logins\[1\] has lost logins .*; 9 logins were acknowledged in total/);
});

Deno.test("the sender sends to each partition separately", async () => {
  const { own, sends } = await sender(() => {});
  await own.send(batch);
  const partitions = sends.map(({ messages }) => new Set(messages.map((each) => each.partition)));
  assertEquals(partitions, [new Set([0]), new Set([1])]);
});
