import { assertEquals, assertExists } from "@std/assert";
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
