/**
 * What happens next decides which error is thrown; bad input is not among them (it is a value, a
 * dead letter). kafkajs reads `retriable` on whatever leaves a handler, so each class sets it.
 */

/** Worth trying again: the transaction is given up, the producer thrown away, the batch re-read. */
export class TransientError extends Error {
  override readonly name = "TransientError";
  readonly retriable = true;
}

/**
 * The task may belong to somebody else by now. kafkajs recognises the `type` and rejoins the
 * group, which tells who owns the partition.
 */
export class TaskLostError extends Error {
  override readonly name = "TaskLostError";
  readonly retriable = true;
  readonly type = "REBALANCE_IN_PROGRESS";
}

/** The registry gave no definite answer; the partition waits for it, nothing is dead-lettered. */
export class RegistryUnavailableError extends Error {
  override readonly name = "RegistryUnavailableError";
  readonly retriable = true;
  /** The offset of the first record that waits; null where it may be any. */
  readonly fromOffset: number | null;

  constructor(message: string, options: ErrorOptions & { readonly fromOffset?: number } = {}) {
    super(message, options);
    this.fromOffset = options.fromOffset ?? null;
  }
}

/** A member got nowhere and has left its group: another worker takes its place, after a rest. */
export class StuckError extends Error {
  override readonly name = "StuckError";
  /** How long the others get to take its partitions over. */
  readonly restMs: number;

  constructor(message: string, restMs: number) {
    super(message);
    this.restMs = restMs;
  }
}

/** Nobody but an operator can mend this: the process says what to do and ends with a code. */
export class FatalError extends Error {
  override readonly name = "FatalError";
  readonly retriable = false;
  /** What the operator does next, as a sentence or a command. */
  readonly action: string;

  constructor(message: string, action: string, options?: ErrorOptions) {
    super(message, options);
    this.action = action;
  }
}

/** The command was called in a way it cannot be run; its help says how. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

/** A text for people from whatever was thrown; what stands for several errors names each. */
export function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const parts = partsOf(error).map(partText);
  return parts.length === 0 ? error.message : `${error.message}: ${parts.join("; ")}`;
}

/** The errors that one stands for, as an AggregateError does, or kafkajs' own kind of it. */
export function partsOf(error: unknown): readonly unknown[] {
  const { errors } = (error ?? {}) as { errors?: unknown };
  return error instanceof Error && Array.isArray(errors) ? errors : [];
}

/** kafkajs names the topic beside the message. */
function partText(part: unknown): string {
  const { topic } = (part ?? {}) as { topic?: unknown };
  return typeof topic === "string" ? `${topic}: ${messageOf(part)}` : messageOf(part);
}
