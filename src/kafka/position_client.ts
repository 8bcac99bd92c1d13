import { TransientError } from "../errors.ts";
import { assertAnswered } from "./access/broker_error.ts";
import type { KafkajsCluster } from "./internals.ts";
import { onceSettled } from "./once_settled.ts";
import { fetchSettledOffsets } from "./protocol/offset_fetch.ts";
import { partitionsOf } from "./topic_leaders.ts";

/** A committed position: the next offset, and the metadata (memo) committed with it. */
export interface CommittedPosition {
  readonly offset: number;
  readonly memo: string;
}

/** Positions by partition; null for a partition without a commit. */
export type Positions = readonly (CommittedPosition | null)[];

/** The answer to one question about settled positions. */
export interface SettledPositions {
  /** Null for a partition without a commit. */
  readonly settled: ReadonlyMap<number, CommittedPosition | null>;
  /** The partitions whose position an open transaction may still move. */
  readonly waiting: readonly number[];
}

/** UNSTABLE_OFFSET_COMMIT, and three codes of a coordinator that is loading or moving. */
const pendingCodes: ReadonlySet<number> = new Set([88, 14, 15, 16]);
const pauseMs = 20;
const timeoutMs = 20_000;

/** Reads the committed positions of a group in a topic. */
export class PositionClient {
  readonly #cluster: KafkajsCluster;

  /** Uses the connections of a cluster. */
  constructor(cluster: KafkajsCluster) {
    this.#cluster = cluster;
  }

  /** The latest committed positions. An open transaction may still move them. */
  async all(groupId: string, topic: string): Promise<Positions> {
    const partitions = (await partitionsOf(this.#cluster, topic)).toSorted((a, b) => a - b);
    const topics = [{ topic, partitions: partitions.map((partition) => ({ partition })) }];
    const { responses } = await onceSettled(async () => {
      const coordinator = await this.#cluster.findGroupCoordinator({ groupId });
      return await coordinator.offsetFetch({ groupId, topics });
    });
    const found = new Map(responses[0]?.partitions.map((each) => [each.partition, each]));
    return partitions.map((partition) => {
      const { offset, metadata } = found.get(partition) ?? { offset: "-1" };
      return Number(offset) < 0 ? null : { offset: Number(offset), memo: metadata ?? "" };
    });
  }

  /** Asks once for positions that no open transaction can still move. */
  async askSettled(
    groupId: string,
    topic: string,
    partitions: readonly number[],
  ): Promise<SettledPositions> {
    const coordinator = await this.#cluster.findGroupCoordinator({ groupId });
    const answers = await coordinator.connectionPool.send(
      fetchSettledOffsets(groupId, topic, partitions),
    );
    const settled = new Map<number, CommittedPosition | null>();
    for (const { partition, offset, memo, code } of answers) {
      if (pendingCodes.has(code)) continue;
      assertAnswered(`read the offset of ${groupId}`, code, {
        Group: ["Describe", groupId],
        Topic: ["Describe", topic],
      });
      settled.set(partition, offset < 0 ? null : { offset, memo });
    }
    return { settled, waiting: partitions.filter((partition) => !settled.has(partition)) };
  }

  /** Positions, each read at a moment when no open transaction could move it. */
  async settled(
    groupId: string,
    topic: string,
    partitions: readonly number[],
  ): Promise<ReadonlyMap<number, CommittedPosition | null>> {
    const deadlineMs = performance.now() + timeoutMs;
    let found = await this.askSettled(groupId, topic, partitions);
    const settled = new Map(found.settled);
    while (found.waiting.length > 0) {
      if (performance.now() > deadlineMs) throw unsettled(groupId, found.waiting);
      await new Promise((resolve) => setTimeout(resolve, pauseMs));
      found = await this.askSettled(groupId, topic, found.waiting);
      for (const [partition, position] of found.settled) settled.set(partition, position);
    }
    return settled;
  }
}

function unsettled(groupId: string, partitions: readonly number[]): TransientError {
  return new TransientError(
    `Cannot read the committed offset of group ${groupId} in partition ${partitions.join(", ")}: ` +
      `a transaction that may move it is still open after ${timeoutMs / 1000} s`,
  );
}
