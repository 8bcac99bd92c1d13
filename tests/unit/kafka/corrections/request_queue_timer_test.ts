import { assertEquals, assertExists } from "@std/assert";
import { correctRequestQueueTimers } from "../../../../src/kafka/corrections/request_queue_timer.ts";

class Queue {
  pending: string[] = [];
  throttledUntil = -1;
  throttleCheckTimeoutId: ReturnType<typeof setTimeout> | null = null;
  readonly checked = Promise.withResolvers<void>();

  checkPendingRequests(): void {
    this.checked.resolve();
  }
  scheduleCheckPendingRequests(): void {
    throw new Error("the original was called");
  }
}
correctRequestQueueTimers(Queue);

Deno.test("an idle request queue sets no timer", () => {
  const queue = new Queue();
  queue.scheduleCheckPendingRequests();
  assertEquals(queue.throttleCheckTimeoutId, null);
});

Deno.test("a throttled request queue without requests sets no timer", () => {
  const queue = new Queue();
  queue.throttledUntil = Date.now() + 60_000;
  queue.scheduleCheckPendingRequests();
  assertEquals(queue.throttleCheckTimeoutId, null);
});

Deno.test("a request queue checks its waiting requests again", async () => {
  const queue = new Queue();
  queue.pending.push("request");
  queue.scheduleCheckPendingRequests();
  assertExists(queue.throttleCheckTimeoutId);
  await queue.checked.promise;
  assertEquals(queue.throttleCheckTimeoutId, null);
});

Deno.test("a throttled request queue holds its requests until the broker accepts them, with one timer", async () => {
  const queue = new Queue();
  queue.pending.push("request");
  queue.throttledUntil = Date.now() + 25;
  queue.scheduleCheckPendingRequests();
  const timer = queue.throttleCheckTimeoutId;
  queue.scheduleCheckPendingRequests();
  assertEquals(queue.throttleCheckTimeoutId, timer);
  await queue.checked.promise;
  assertEquals(Date.now() >= queue.throttledUntil, true);
});
