/** Which records a broker gives: all of them, or those below the last stable offset. */
export type Isolation = typeof readUncommitted | typeof readCommitted;

/** Everything up to the high watermark, whatever becomes of its transaction. */
export const readUncommitted = 0;
/** Everything that is decided, aborted records included: they are listed beside it. */
export const readCommitted = 1;

/** What a fetch may bring. */
export interface FetchLimits {
  readonly isolationLevel: Isolation;
  /** Of all partitions together; a first batch that is larger comes all the same. */
  readonly maxBytes: number;
}

const fetchWaitMs = 500;

/** Asks a broker for what these partitions hold from their positions on, as kafkajs takes it. */
export function fetchRequest(
  topic: string,
  partitions: readonly number[],
  positions: ReadonlyMap<number, number>,
  { isolationLevel, maxBytes }: FetchLimits,
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
        maxBytes,
      })),
    }],
  };
}
