import { FatalError } from "../../errors.ts";

/** The part of kafkajs' ConsumerGroup that tracks read positions. */
interface ConsumerGroup {
  readonly groupId: string;
  readonly preferredReadReplicasPerTopicPartition: Record<string, Record<number, unknown>>;
  readonly offsetManager: { nextOffset(topic: string, partition: number): { toString(): string } };
}

/** The module of kafkajs that {@linkcode correctOffsetOutOfRange} corrects. */
export const corrects = "kafkajs/src/consumer/consumerGroup.js";

/**
 * Stops a consumer when its next offset is not in the log.
 *
 * The original commits "earliest" or "latest" for the group, outside of any transaction, and continues.
 * It then skips records that retention has deleted, or counts a truncated or re-created log a second
 * time, and the only trace is one log line. Only an operator can decide what is right. The error is not
 * retriable, so kafkajs reports a crash without a restart.
 */
export function correctOffsetOutOfRange(
  original: {
    readonly prototype: { recoverFromOffsetOutOfRange(error: OutOfRange): Promise<void> };
  },
): void {
  original.prototype.recoverFromOffsetOutOfRange = refuse;
}

/** What kafkajs knows when a broker refuses an offset. */
export interface OutOfRange {
  /** The topic's name. */
  readonly topic: string;
  /** The partition's number in its topic. */
  readonly partition: number;
}

// deno-lint-ignore require-await -- kafkajs awaits it
async function refuse(this: ConsumerGroup, { topic, partition }: OutOfRange): Promise<void> {
  const replicas = this.preferredReadReplicasPerTopicPartition[topic];
  if (replicas?.[partition] !== undefined) {
    delete replicas[partition]; // a follower may lag: retry at the leader
    return;
  }
  const offset = this.offsetManager.nextOffset(topic, partition).toString();
  throw new FatalError(
    `Offset ${offset} of ${topic}[${partition}] is not in the log; nothing was reset`,
    `find out whether records were deleted or the log was truncated, then set the group's offset with kafka-consumer-groups --group ${this.groupId} --topic ${topic}:${partition} --reset-offsets`,
  );
}
