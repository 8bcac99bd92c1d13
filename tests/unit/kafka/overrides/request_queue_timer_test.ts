import { assertEquals, assertExists } from "@std/assert";
import { correctRequestQueueTimers } from "../../../../src/kafka/overrides/request_queue_timer.ts";

class Request {
  readonly sentAt = Date.now();
  readonly requestTimeout: number;
  readonly timedOut = Promise.withResolvers<number>();

  constructor(requestTimeout: number) {
    this.requestTimeout = requestTimeout;
  }
  timeoutRequest(): void {
    this.timedOut.resolve(Date.now() - this.sentAt);
  }
}

class Queue {
  pending: string[] = [];
  throttledUntil = -1;
  throttleCheckTimeoutId: ReturnType<typeof setTimeout> | null = null;
  requestTimeoutIntervalId: ReturnType<typeof setInterval> | undefined;
  readonly inflight = new Map<number, Request>();
  enforceRequestTimeout = true;
  requestTimeout = 50;
  readonly checked = Promise.withResolvers<void>();

  checkPendingRequests(): void {
    this.checked.resolve();
  }
  scheduleCheckPendingRequests(): void {
    throw new Error("the original was called");
  }
  scheduleRequestTimeoutCheck(): void {
    throw new Error("the original was called");
  }
  isConnected(): boolean {
    return true;
  }
  destroy(): void {
    clearInterval(this.requestTimeoutIntervalId);
  }
}
correctRequestQueueTimers(Queue);

Deno.test("an idle queue sets no timer", () => {
  const queue = new Queue();
  queue.scheduleCheckPendingRequests();
  assertEquals(queue.throttleCheckTimeoutId, null);
});

Deno.test("a throttled queue without requests sets no timer either", () => {
  const queue = new Queue();
  queue.throttledUntil = Date.now() + 60_000;
  queue.scheduleCheckPendingRequests();
  assertEquals(queue.throttleCheckTimeoutId, null);
});

Deno.test("requests that wait are looked at again", async () => {
  const queue = new Queue();
  queue.pending.push("request");
  queue.scheduleCheckPendingRequests();
  assertExists(queue.throttleCheckTimeoutId);
  await queue.checked.promise;
  assertEquals(queue.throttleCheckTimeoutId, null);
});

Deno.test("requests that are throttled wait until the broker takes them, under one timer", async () => {
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

Deno.test("a request times out after its own time, and no other does", async () => {
  const queue = new Queue();
  const [short, long] = [new Request(30), new Request(60_000)];
  queue.inflight.set(1, long).set(2, short);
  queue.scheduleRequestTimeoutCheck();
  const elapsedMs = await short.timedOut.promise;
  queue.destroy();
  assertEquals(elapsedMs > 30, true);
  assertEquals(await Promise.race([long.timedOut.promise, "still waits"]), "still waits");
});

Deno.test("where timeouts are off none is looked for", () => {
  const queue = new Queue();
  queue.enforceRequestTimeout = false;
  queue.scheduleRequestTimeoutCheck();
  assertEquals(queue.requestTimeoutIntervalId, undefined);
});
