import type { FetchedPartition } from "./reading/batch.ts";
import type { FetchedRecord } from "./reading/fetched_record.ts";

/** The result of a fetch as it is in the log: all records, and the markers. */
export interface LogTurn {
  readonly partition: number;
  /** From the requested offset on, with control records in their places. */
  readonly records: readonly FetchedRecord[];
  /** The next offset to fetch. */
  readonly position: number;
}

/** The fetched records from a position on, whatever the outcome of their transactions. */
export function logTurnOf({ partition, messages }: FetchedPartition, position: number): LogTurn {
  const { batches, nextOffset } = messages;
  const records = batches.flatMap((batch) => batch.recordsFrom(position));
  return { partition, records, position: Math.max(position, nextOffset ?? 0) };
}
