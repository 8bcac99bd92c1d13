/** A request without an answer yet. */
interface SocketRequest {
  readonly sentAt: number;
  readonly requestTimeout: number;
  timeoutRequest(): void;
}

/** The part of kafkajs' RequestQueue that its timers need. */
interface RequestQueue {
  readonly pending: readonly unknown[];
  readonly inflight: ReadonlyMap<number, SocketRequest>;
  readonly throttledUntil: number;
  readonly enforceRequestTimeout: boolean;
  readonly requestTimeout: number;
  throttleCheckTimeoutId: ReturnType<typeof setTimeout> | null;
  requestTimeoutIntervalId: ReturnType<typeof setInterval> | null;
  isConnected(): boolean;
  checkPendingRequests(): void;
  destroy(): void;
}

/** What sets the timers. */
export interface Timers {
  scheduleCheckPendingRequests(): void;
  scheduleRequestTimeoutCheck(): void;
}

/** The module of kafkajs that {@linkcode correctRequestQueueTimers} corrects. */
export const corrects = "kafkajs/src/network/requestQueue/index.js";

const recheckMs = 10;
/** How often it is looked at during the time that a request is given. */
const timeoutChecks = 10;

/**
 * Lets an idle connection sleep.
 *
 * The original sets the timer for requests that wait after each check, waiting or not; with nothing
 * throttled the delay is a negative number, which means 1 ms, and the check that follows sets it
 * again: some 700 wake-ups a second for each connection of an idle process. A request that comes later
 * is either sent at once or sets the timer itself, so an empty queue needs none. A longer delay would
 * only make the loop slower.
 *
 * And it looks ten times a second for requests that have timed out, which takes them half a minute, on
 * each of the connections, of which each task has some.
 */
export function correctRequestQueueTimers(original: { readonly prototype: Timers }): void {
  original.prototype.scheduleCheckPendingRequests = scheduleCheckPendingRequests;
  original.prototype.scheduleRequestTimeoutCheck = scheduleRequestTimeoutCheck;
}

function scheduleCheckPendingRequests(this: RequestQueue): void {
  if (this.pending.length === 0 || this.throttleCheckTimeoutId !== null) return;
  const throttledMs = this.throttledUntil - Date.now();
  this.throttleCheckTimeoutId = setTimeout(() => {
    this.throttleCheckTimeoutId = null;
    this.checkPendingRequests();
  }, throttledMs > 0 ? throttledMs : recheckMs);
}

function scheduleRequestTimeoutCheck(this: RequestQueue): void {
  if (!this.enforceRequestTimeout) return;
  this.destroy();
  this.requestTimeoutIntervalId = setInterval(() => {
    for (const request of [...this.inflight.values()]) {
      if (Date.now() - request.sentAt > request.requestTimeout) request.timeoutRequest();
    }
    if (!this.isConnected()) this.destroy();
  }, this.requestTimeout / timeoutChecks);
}
