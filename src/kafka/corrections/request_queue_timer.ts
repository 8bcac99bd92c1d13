/** The part of kafkajs' RequestQueue that its timers need. */
interface RequestQueue {
  readonly pending: readonly unknown[];
  readonly throttledUntil: number;
  throttleCheckTimeoutId: ReturnType<typeof setTimeout> | null;
  checkPendingRequests(): void;
}

/** The method that sets the timers. */
export interface Timers {
  scheduleCheckPendingRequests(): void;
}

/** The module of kafkajs that {@linkcode correctRequestQueueTimers} corrects. */
export const corrects = "kafkajs/src/network/requestQueue/index.js";

const recheckMs = 10;

/**
 * Lets an idle connection sleep.
 *
 * The original sets a timer for pending requests after each check, even if none are pending. Without
 * throttling the delay is negative, which means 1 ms, and the next check sets the timer again: about 700
 * wake-ups a second for each connection of an idle process. A later request is either sent at once or
 * sets the timer itself, so an empty queue needs none. A longer delay would only slow the loop down.
 *
 * The original also checks ten times a second for timed-out requests. Here, the link does that.
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
