import type { RegistryUnavailableError } from "../errors.ts";
import type { Codecs } from "../pipeline/avro_codec.ts";
import type { InputBatch } from "../pipeline/record.ts";

/** A state as of a commit: its offset, and the memo committed with it. */
export interface StateAt<State> {
  readonly state: State;
  readonly position: number;
  readonly memo: string;
}

/** One partition that this member owns in the current generation. */
export class PartitionTask<State> implements StateAt<State> {
  readonly partition: number;
  readonly state: State;
  /** The committed offset. */
  position: number;
  /** The metadata committed with it. */
  memo: string;
  /** The next offset to process; ahead of the position while a transaction is under way. */
  next: number;
  /** The rest of a fetch that was too large for one transaction; null when there is none. */
  batches: Iterator<FetchedPart> | null = null;
  /** Whether it waits, for a schema or for the registry, and nothing is fetched for it. */
  isHeld = false;

  /** Starts at a committed offset. */
  constructor(partition: number, { state, position, memo }: StateAt<State>) {
    this.partition = partition;
    this.state = state;
    this.position = position;
    this.memo = memo;
    this.next = position;
  }
}

/** A batch and the offset after it, which also skips markers and aborted records. */
export interface PositionedBatch extends InputBatch {
  readonly nextOffset: number;
}

/** A part of a fetch. */
export interface FetchedPart extends PositionedBatch {
  /** Whether it is the last one of its fetch. */
  readonly isLast: boolean;
}

/** What one partition contributes to a transaction. */
export interface Part<State> {
  readonly task: PartitionTask<State>;
  readonly batch: PositionedBatch;
  readonly codecs: Codecs;
  /** Whether all schemas of the batch were cached, without asking the registry. */
  readonly knewSchemas: boolean;
  /** Why the records after this part have to wait; null when they do not. */
  readonly waiting: RegistryUnavailableError | null;
}
