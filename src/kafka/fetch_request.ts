/** Which records a broker returns: all of them, or those below the last stable offset. */
export type Isolation = typeof readUncommitted | typeof readCommitted;

/** Everything up to the high watermark, including open transactions. */
export const readUncommitted = 0;
/** Everything below the last stable offset, with a list of the aborted transactions in it. */
export const readCommitted = 1;

/** Limits of a fetch. */
export interface FetchLimits {
  readonly isolationLevel: Isolation;
  /** For all partitions together. A larger first batch is still returned. */
  readonly maxBytes: number;
  /** For each of them; as much as for all by default. */
  readonly maxPartitionBytes?: number;
}

const fetchWaitMs = 500;

/** A kafkajs fetch request for some partitions, each from its position on. */
export function fetchRequest(
  topic: string,
  partitions: readonly number[],
  positions: ReadonlyMap<number, number>,
  { isolationLevel, maxBytes, maxPartitionBytes = maxBytes }: FetchLimits,
): unknown {
  return {
    maxWaitTime: fetchWaitMs,
    minBytes: 1,
    maxBytes,
    isolationLevel,
    topics: [{
      topic,
      partitions: partitions.map((partition) => ({
        partition,
        fetchOffset: String(positions.get(partition)),
        maxBytes: maxPartitionBytes,
      })),
    }],
  };
}
