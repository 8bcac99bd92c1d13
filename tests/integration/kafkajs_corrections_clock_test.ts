import { assertEquals } from "@std/assert";
import { createRequire } from "node:module";
import { correctMoment, corrects } from "../../src/kafka/corrections/moments.ts";
import { internal } from "../../src/kafka/kafkajs.ts";
import { withKafkajs } from "../support/with_kafkajs.ts";

const require = createRequire(import.meta.url);
const hourMs = 3_600_000;
const interval = 10;

interface ConsumerGroup {
  memberId: string;
  coordinator: { heartbeat(): Promise<void> };
  heartbeat(options: { interval: number }): Promise<void>;
}

type ConsumerGroupClass = new (options: object) => ConsumerGroup;

/** How many of two heartbeats are sent if the second is due after the clock was set. */
async function beatsAround(group: ConsumerGroupClass, offsetMs: number): Promise<number> {
  const silent = { namespace: () => silent, emit() {} };
  const member = new group({ logger: silent, instrumentationEmitter: silent });
  let beats = 0;
  member.memberId = "member";
  member.coordinator = { heartbeat: () => Promise.resolve(void beats++) };
  await new Promise((resolve) => setTimeout(resolve, 2 * interval));
  await member.heartbeat({ interval });
  const now = Date.now;
  Date.now = () => now() + offsetMs;
  try {
    await new Promise((resolve) => setTimeout(resolve, 2 * interval));
    await member.heartbeat({ interval });
  } finally {
    Date.now = now;
  }
  return beats;
}

withKafkajs(
  "kafkajs stops its heartbeats after the clock was set back; the correction continues them",
  async () => {
    const Original = internal<ConsumerGroupClass>("kafkajs/src/consumer/consumerGroup.js");
    class Corrected extends Original {}
    correctMoment(Corrected, "lastRequest");
    assertEquals(await beatsAround(Original, 0), 2);
    assertEquals(await beatsAround(Original, -hourMs), 1);
    assertEquals(await beatsAround(Corrected, -hourMs), 2);
  },
);

withKafkajs("the corrections of moments cover only fields that kafkajs has", async () => {
  for (const [path, property] of corrects) {
    const text = await Deno.readTextFile(require.resolve(path));
    assertEquals(text.includes(`this.${property} = `), true, `${path}: ${property}`);
  }
});
