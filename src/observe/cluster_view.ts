import type { Stage } from "../contract/partition.ts";
import type { DeadLetterNotice, SchemaInUse } from "../contract/status.ts";

/** A stage's position in one partition of its input, whichever process owns it. */
export interface PartitionPosition {
  readonly partition: number;
  readonly owner: { readonly memberId: string; readonly name: string } | null;
  /** The committed offset; null before the first commit. */
  readonly committed: number | null;
  /** The first offset of the log. */
  readonly start: number | null;
  /** The offset after the last decided record. */
  readonly end: number | null;
}

/** A stage's input topic and its positions there. */
export interface StagePositions {
  readonly stage: Stage;
  readonly topic: string;
  readonly partitions: readonly PartitionPosition[];
}

/** A member of a stage's group that is not a processor, and the partitions it was assigned. */
export interface Stranger {
  readonly stage: Stage;
  readonly groupId: string;
  readonly topic: string;
  /** The name it gives itself. */
  readonly clientId: string;
  readonly host: string;
  readonly partitions: readonly number[];
}

/** What the cluster says about all processes together; a few seconds old. */
export interface ClusterView {
  positions(): readonly StagePositions[];
  /** The newest dead letters, newest first. */
  deadLetters(): readonly DeadLetterNotice[];
  schemas(): readonly SchemaInUse[];
}
