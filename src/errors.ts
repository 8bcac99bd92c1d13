/**
 * Each error class stands for a recovery. Bad input is never an error: it is a value, a dead letter.
 * kafkajs reads `retriable` on every error that leaves a handler, so each class sets it.
 */

/** May succeed on retry: abort the transaction, discard the producer and read the batch again. */
export class TransientError extends Error {
  override readonly name = "TransientError";
  readonly retriable = true;
}

/**
 * Another member may own the task by now. kafkajs recognizes the `type` and rejoins the group, which
 * decides who owns the partition.
 */
export class TaskLostError extends Error {
  override readonly name = "TaskLostError";
  readonly retriable = true;
  readonly type = "REBALANCE_IN_PROGRESS";
}

/** The registry gave no definite answer. The partition waits for one, and nothing is dead-lettered. */
export class RegistryUnavailableError extends Error {
  override readonly name = "RegistryUnavailableError";
  readonly retriable = true;
  /** The offset of the first record that has to wait; null when it may be any record. */
  readonly fromOffset: number | null;

  constructor(message: string, options: ErrorOptions & { readonly fromOffset?: number } = {}) {
    super(message, options);
    this.fromOffset = options.fromOffset ?? null;
  }
}

/** A member made no progress and has left its group. A new worker replaces it after a pause. */
export class StuckError extends Error {
  override readonly name = "StuckError";
  /** How long to wait, so that other members can take over its partitions. */
  readonly pauseMs: number;

  constructor(message: string, pauseMs: number) {
    super(message);
    this.pauseMs = pauseMs;
  }
}

/** Only an operator can fix this. The process logs what to do and exits with an error code. */
export class FatalError extends Error {
  override readonly name = "FatalError";
  readonly retriable = false;
  /** What the operator should do next, as a sentence or a command. */
  readonly action: string;

  constructor(message: string, action: string, options?: ErrorOptions) {
    super(message, options);
    this.action = action;
  }
}

/** The command line is invalid. The command's help shows valid ones. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

/** A readable message for any thrown value. An error that groups several names each of them. */
export function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const parts = partsOf(error).map(partText);
  return parts.length === 0 ? error.message : `${error.message}: ${parts.join("; ")}`;
}

/** The errors that an AggregateError, or kafkajs' own kind of it, groups. */
export function partsOf(error: unknown): readonly unknown[] {
  const { errors } = (error ?? {}) as { errors?: unknown };
  return error instanceof Error && Array.isArray(errors) ? errors : [];
}

/** kafkajs puts the topic in a field of its own, not in the message. */
function partText(part: unknown): string {
  const { topic } = (part ?? {}) as { topic?: unknown };
  return typeof topic === "string" ? `${topic}: ${messageOf(part)}` : messageOf(part);
}
