import { TransientError } from "../errors.ts";
import { assertAnswered } from "./access/answered.ts";
import { isUnderstood } from "./flexible_request.ts";
import { fetchSettledOffsets } from "./group_protocol.ts";
import type { KafkajsCluster } from "./internals.ts";
import { onceSettled } from "./once_settled.ts";
import { partitionsOf } from "./topic_leaders.ts";

/** A committed position: the next offset, and the metadata (memo) committed with it. */
export interface CommittedPosition {
  readonly offset: number;
  readonly memo: string;
}

/** Positions by partition; null for a partition without a commit. */
export type Positions = readonly (CommittedPosition | null)[];

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

  /**
   * The positions of some partitions, each read at a moment when no open transaction could move it.
   * Brokers before 2.5 do not report open transactions.
   */
  async settled(
    groupId: string,
    topic: string,
    partitions: readonly number[],
  ): Promise<ReadonlyMap<number, CommittedPosition>> {
    const settled = new Map<number, CommittedPosition>();
    const deadlineMs = performance.now() + timeoutMs;
    let waiting = partitions;
    while (waiting.length > 0) {
      const coordinator = await this.#cluster.findGroupCoordinator({ groupId });
      if (!isUnderstood(coordinator, "OffsetFetch")) {
        const all = await this.all(groupId, topic);
        return new Map([...all.entries()].flatMap(([at, found]) => found ? [[at, found]] : []));
      }
      const answers = await coordinator.connectionPool.send(
        fetchSettledOffsets(groupId, topic, waiting),
      );
      const known = answers.filter(({ errorCode }) => errorCode === 0);
      for (const { partition, offset, memo } of known) {
        if (offset >= 0) settled.set(partition, { offset, memo });
      }
      for (const { errorCode } of answers) {
        if (pendingCodes.has(errorCode)) continue;
        assertAnswered(`the offset of ${groupId}`, errorCode, {
          Group: ["Describe", groupId],
          Topic: ["Describe", topic],
        });
      }
      waiting = waiting.filter((each) => !known.some(({ partition }) => partition === each));
      if (waiting.length > 0 && performance.now() > deadlineMs) throw unsettled(groupId, waiting);
      if (waiting.length > 0) await new Promise((resolve) => setTimeout(resolve, pauseMs));
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
