/** The part of kafkajs' RequestQueue that its timers need. */
interface RequestQueue {
  readonly pending: readonly unknown[];
  readonly throttledUntil: number;
  throttleCheckTimeoutId: ReturnType<typeof setTimeout> | null;
  checkPendingRequests(): void;
}

/** What sets the timers. */
export interface Timers {
  scheduleCheckPendingRequests(): void;
}

/** The module of kafkajs that {@linkcode correctRequestQueueTimers} corrects. */
export const corrects = "kafkajs/src/network/requestQueue/index.js";

const recheckMs = 10;

/**
 * Lets an idle connection sleep.
 *
 * The original sets the timer for requests that wait after each check, waiting or not; with nothing
 * throttled the delay is a negative number, which means 1 ms, and the check that follows sets it
 * again: some 700 wake-ups a second for each connection of an idle process. A request that comes later
 * is either sent at once or sets the timer itself, so an empty queue needs none. A longer delay would
 * only make the loop slower.
 *
 * It also looks ten times a second for requests that have timed out: that is the link's task here.
 */
export function correctRequestQueueTimers(original: { readonly prototype: Timers }): void {
  original.prototype.scheduleCheckPendingRequests = scheduleCheckPendingRequests;
}

function scheduleCheckPendingRequests(this: RequestQueue): void {
  if (this.pending.length === 0 || this.throttleCheckTimeoutId !== null) return;
  const throttledMs = this.throttledUntil - Date.now();
  this.throttleCheckTimeoutId = setTimeout(() => {
    this.throttleCheckTimeoutId = null;
    this.checkPendingRequests();
  }, throttledMs > 0 ? throttledMs : recheckMs);
}
