import type { Message, Producer } from "kafkajs";
import { type Command, runCommand, type Values } from "../src/terminal/command.ts";
import { integer, text } from "../src/terminal/option.ts";
import { Ground } from "./ground.ts";
import type { Load, Schedule } from "./load.ts";
import { LoginSource } from "./login_source.ts";
import { pause } from "./pause.ts";

const options = {
  brokers: text("HOST:PORT", "where Kafka is", ""),
  registry: text("URL", "where the registry is", ""),
  topic: text("TOPIC", "where logins go", ""),
  partitions: integer("N", "of the topic", 4, { min: 1 }),
  rate: integer("N", "logins a second", 1_000, { min: 1 }),
  warm: integer("SECONDS", "at this rate before anything counts", 3),
  seconds: integer("SECONDS", "that count", 10, { min: 1 }),
} as const;

const command: Command<typeof options> = {
  name: "bench:load",
  summary: "Sends logins by a fixed schedule, each with the time it was to be sent at; standard " +
    "output first gets the schedule, and at the end what was sent.",
  options,
};

const poolSize = 20_000;
const maxBatch = 5_000;

async function run(values: Values<typeof options>): Promise<number> {
  const addresses = { brokers: values.brokers, registryUrl: values.registry };
  await using ground = await Ground.open(addresses, values.partitions);
  const producer = await ground.producer();
  const load = await send(producer, values);
  await producer.disconnect();
  console.log(JSON.stringify(load));
  return 0;
}

/**
 * Sends all records that are due, waits for the answer, and sends those that have become due since. A
 * record's timestamp is its due time, however late it was sent. A reader that subtracts it includes
 * the delay, so no stall hides latency (coordinated omission).
 */
async function send(
  producer: Producer,
  { topic, partitions, rate, warm, seconds }: Values<typeof options>,
): Promise<Load> {
  const source = new LoginSource(partitions);
  const epochSeconds = Math.floor(Date.now() / 1000);
  const pool = Array.from({ length: poolSize }, () => source.next(epochSeconds));
  const total = (warm + seconds) * rate;
  const startMs = Date.now() + 100;
  const dueMs = (index: number) => startMs + Math.floor(index * 1000 / rate);
  const schedule: Schedule = { fromMs: dueMs(warm * rate), untilMs: dueMs(total) };
  console.log(JSON.stringify(schedule));
  let androids = 0;
  let behindMs = 0;
  for (let sent = 0; sent < total;) {
    const messages: Message[] = [];
    const nowMs = Date.now();
    for (; sent < total && messages.length < maxBatch && dueMs(sent) <= nowMs; sent++) {
      const { message, isAndroid } = pool[sent % poolSize]!;
      if (isAndroid && sent >= warm * rate) androids++;
      messages.push({ ...message, timestamp: String(dueMs(sent)) });
    }
    if (messages.length === 0) {
      await pause(1);
      continue;
    }
    if (sent > warm * rate) behindMs = Math.max(behindMs, nowMs - Number(messages[0]!.timestamp));
    await producer.send({ topic, messages, acks: -1 });
  }
  return { ...schedule, androids, behindMs };
}

if (import.meta.main) await runCommand(command, run);
