import { FatalError } from "../../errors.ts";

/** The part of kafkajs' ConsumerGroup that knows where a partition is read. */
interface ConsumerGroup {
  readonly groupId: string;
  readonly preferredReadReplicasPerTopicPartition: Record<string, Record<number, unknown>>;
  readonly offsetManager: { nextOffset(topic: string, partition: number): { toString(): string } };
}

/** The module of kafkajs that {@linkcode correctOffsetOutOfRange} corrects. */
export const corrects = "kafkajs/src/consumer/consumerGroup.js";

/**
 * Makes a consumer stop when the offset it would read next is not in the log.
 *
 * The original commits "earliest" or "latest" for the group, outside of any transaction, and goes on:
 * records that retention deleted are skipped, or a log that was cut or re-created is counted a second
 * time, and the only trace is one line in a log. Which of the two is right only an operator can tell.
 * The error is not retriable, so kafkajs reports a crash without restart.
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
    delete replicas[partition]; // a follower may be behind: only the leader's word counts
    return;
  }
  const offset = this.offsetManager.nextOffset(topic, partition).toString();
  throw new FatalError(
    `Offset ${offset} of ${topic}[${partition}] is no longer, or not yet, in the log; nothing was reset`,
    `find out why the log is shorter, then set the group's offset with kafka-consumer-groups --group ${this.groupId} --topic ${topic}:${partition} --reset-offsets`,
  );
}
