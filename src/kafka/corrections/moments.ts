/** The classes of kafkajs whose moments are corrected, and which of their properties are moments. */
export const corrects: readonly (readonly [path: string, property: string])[] = [
  ["kafkajs/src/consumer/consumerGroup.js", "lastRequest"],
  ["kafkajs/src/network/requestQueue/socketRequest.js", "sentAt"],
  ["kafkajs/src/network/requestQueue/index.js", "throttledUntil"],
  ["kafkajs/src/cluster/brokerPool.js", "metadataExpireAt"],
];

/**
 * Makes a property that holds a moment move along when the clock is set.
 *
 * kafkajs measures by the time of day. When that is set back an hour, the next heartbeat is due in an
 * hour, the group lets the member go and gives its partitions to others, no request times out, and no
 * metadata is refreshed. When it is set forward, all requests under way time out at once, commits
 * among them. A moment corrected here is kept in the time that only passes, and given back in the
 * time of day as it is now: whatever is compared with `Date.now()` comes out as if nobody had set it.
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

/** What the time of day is ahead of the time that has passed since the start, in milliseconds. */
function timeOfDayAhead(): number {
  return Date.now() - performance.now();
}
