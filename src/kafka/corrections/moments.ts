/** The kafkajs properties that hold a time of day. */
export const corrects: readonly (readonly [path: string, property: string])[] = [
  ["kafkajs/src/consumer/consumerGroup.js", "lastRequest"],
  ["kafkajs/src/network/requestQueue/socketRequest.js", "sentAt"],
  ["kafkajs/src/network/requestQueue/index.js", "throttledUntil"],
  ["kafkajs/src/cluster/brokerPool.js", "metadataExpireAt"],
];

/**
 * Makes a property that holds a time immune to clock changes.
 *
 * kafkajs measures with the time of day. If the clock is set back an hour, the next heartbeat is due in
 * an hour, so the group removes the member and reassigns its partitions; no request times out, and
 * metadata is not refreshed. If the clock is set forward, all open requests time out at once, including
 * commits. A corrected property is stored in monotonic time and returned in the current time of day, so
 * that comparisons with `Date.now()` work as if the clock had not been changed.
 */
export function correctMoment(original: { readonly prototype: object }, property: string): void {
  const moments = new WeakMap<object, number | null>();
  Object.defineProperty(original.prototype, property, {
    get(this: object): number | null {
      const moment = moments.get(this) ?? null;
      return moment === null ? null : moment + timeOfDayAhead();
    },
    set(this: object, moment: number | null) {
      moments.set(this, moment === null ? null : moment - timeOfDayAhead());
    },
  });
}

/** The difference between the time of day and monotonic time, in milliseconds. */
function timeOfDayAhead(): number {
  return Date.now() - performance.now();
}
