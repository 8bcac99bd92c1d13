import { assertEquals, assertExists, assertRejects, assertStrictEquals } from "@std/assert";
import { FatalError } from "../../src/errors.ts";
import * as outOfRange from "../../src/kafka/corrections/offset_out_of_range.ts";
import * as timer from "../../src/kafka/corrections/request_queue_timer.ts";
import { internal } from "../../src/kafka/kafkajs.ts";
import { withKafkajs } from "../support/with_kafkajs.ts";

interface RequestQueue {
  throttleCheckTimeoutId: ReturnType<typeof setTimeout> | null;
  requestTimeoutIntervalId: ReturnType<typeof setInterval> | null;
  scheduleCheckPendingRequests(): void;
  scheduleRequestTimeoutCheck(): void;
  destroy(): void;
}

withKafkajs("kafkajs keeps a timer running in an idle queue; the correction sets none", () => {
  const Original = internal<new (options: object) => RequestQueue>(timer.corrects);
  class Corrected extends Original {}
  timer.correctRequestQueueTimers(Corrected);

  const original = new Original({});
  original.scheduleCheckPendingRequests();
  assertExists(original.throttleCheckTimeoutId);
  original.destroy();

  const corrected = new Corrected({});
  corrected.scheduleCheckPendingRequests();
  assertEquals(corrected.throttleCheckTimeoutId, null);
});

withKafkajs("kafkajs finds the same timeouts as the correction, but checks more often", () => {
  const Original = internal<new (options: object) => RequestQueue>(timer.corrects);
  class Corrected extends Original {}
  timer.correctRequestQueueTimers(Corrected);
  for (const Queue of [Original, Corrected]) {
    const queue = new Queue({ enforceRequestTimeout: true, requestTimeout: 1_000 });
    queue.scheduleRequestTimeoutCheck();
    assertExists(queue.requestTimeoutIntervalId);
    queue.destroy();
  }
});

interface ConsumerGroup {
  readonly prototype: {
    recoverFromOffsetOutOfRange(error: { topic: string; partition: number }): Promise<void>;
  };
}

const missing = { topic: "logins", partition: 2 };

/** A consumer group with only the parts that the recovery uses. */
function groupAt(offset: number) {
  const group = {
    groupId: "login-pipeline",
    resets: 0,
    logger: { error() {}, info() {} },
    preferredReadReplicasPerTopicPartition: {},
    offsetManager: {
      nextOffset: () => offset,
      setDefaultOffset: () => Promise.resolve(void group.resets++),
    },
  };
  return group;
}

function correctedGroup(): ConsumerGroup["prototype"] {
  const { prototype } = internal<ConsumerGroup>(outOfRange.corrects);
  const corrected = { prototype: Object.create(prototype) };
  outOfRange.correctOffsetOutOfRange(corrected);
  return corrected.prototype;
}

withKafkajs("kafkajs resets an offset that is out of range; the correction throws", async () => {
  const { prototype } = internal<ConsumerGroup>(outOfRange.corrects);
  const group = groupAt(41);
  await prototype.recoverFromOffsetOutOfRange.call(group, missing);
  assertEquals(group.resets, 1);

  const spared = groupAt(41);
  await assertRejects(
    () => correctedGroup().recoverFromOffsetOutOfRange.call(spared, missing),
    FatalError,
    "Offset 41 of logins[2]",
  );
  assertEquals(spared.resets, 0);
});

withKafkajs(
  "kafkajs neither retries nor restarts after an offset that is out of range",
  async () => {
    type Retry = (options: object) => (attempt: () => Promise<void>) => Promise<void>;
    const retry = internal<Retry>("kafkajs/src/retry/index.js");
    let attempts = 0;
    const error = await assertRejects(() =>
      retry({ retries: 5 })(() => {
        attempts++;
        return correctedGroup().recoverFromOffsetOutOfRange.call(groupAt(41), missing);
      })
    );
    assertEquals(attempts, 1);
    // consumer/index.js restarts after KafkaJSNumberOfRetriesExceeded or a root cause with retriable.
    const { name, cause } = error as Error;
    assertEquals(name, "KafkaJSNonRetriableError");
    assertStrictEquals((cause as FatalError).name, "FatalError");
    assertEquals((cause as FatalError).retriable, false);
  },
);
