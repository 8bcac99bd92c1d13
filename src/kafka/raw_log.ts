import type { FetchedPartition } from "./reading/batch.ts";
import type { FetchedRecord } from "./reading/fetched_record.ts";

/** What one fetch brought of a partition as the log holds it: every record, and the markers. */
export interface LogTurn {
  readonly partition: number;
  /** From the offset asked for on; control records stand where they are in the log. */
  readonly records: readonly FetchedRecord[];
  /** The next offset to be fetched. */
  readonly position: number;
}

/** What was fetched from a position on, with nothing decided about its transactions. */
export function logTurnOf({ partition, messages }: FetchedPartition, position: number): LogTurn {
  const { batches, nextOffset } = messages;
  const records = batches.flatMap((batch) => batch.recordsFrom(position));
  return { partition, records, position: Math.max(position, nextOffset ?? 0) };
}
