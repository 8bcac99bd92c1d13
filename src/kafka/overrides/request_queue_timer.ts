/** The part of kafkajs' RequestQueue that its timer needs. */
interface RequestQueue {
  readonly pending: readonly unknown[];
  readonly throttledUntil: number;
  throttleCheckTimeoutId: ReturnType<typeof setTimeout> | null;
  checkPendingRequests(): void;
}

/** The module of kafkajs that {@linkcode correctRequestQueueTimer} corrects. */
export const corrects = "kafkajs/src/network/requestQueue/index.js";

const recheckMs = 10;

/**
 * Sets the timer of a request queue only while requests wait in it.
 *
 * The original sets it after each check, waiting or not; with nothing throttled the delay is a
 * negative number, which means 1 ms, and the check that follows sets it again: some 700 wake-ups a
 * second for each connection of an idle process. A request that comes later is either sent at once or
 * sets the timer itself, so an empty queue needs none. A longer delay would only make the loop slower.
 */
export function correctRequestQueueTimer(
  original: { readonly prototype: { scheduleCheckPendingRequests(): void } },
): void {
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
