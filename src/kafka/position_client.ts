import { TransientError } from "../errors.ts";
import { assertAnswered } from "./errors/answered.ts";
import { isUnderstood } from "./flexible_request.ts";
import { fetchSettledOffsets } from "./group_protocol.ts";
import type { KafkajsCluster } from "./internals.ts";
import { onceSettled } from "./once_settled.ts";
import { partitionsOf } from "./topic_leaders.ts";

/** Where a group stands in a partition: the next offset, and the text committed beside it. */
export interface CommittedPosition {
  readonly offset: number;
  readonly memo: string;
}

/** Positions by partition; null where the group has not committed yet. */
export type Positions = readonly (CommittedPosition | null)[];

/** UNSTABLE_OFFSET_COMMIT, and three of a coordinator that loads or moves. */
const underWay: ReadonlySet<number> = new Set([88, 14, 15, 16]);
const pauseMs = 20;
const timeoutMs = 20_000;

/** Where a group stands in all partitions of a topic. */
export class PositionClient {
  readonly #cluster: KafkajsCluster;

  /** Asks over the connections of a cluster. */
  constructor(cluster: KafkajsCluster) {
    this.#cluster = cluster;
  }

  /** What was committed last; a transaction that is under way may move it. */
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
   * The same of some partitions, once the transactions that may move them are over; each is asked
   * for until it was seen at rest once. Brokers before 2.5 do not tell what is under way.
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
      const told = await coordinator.connectionPool.send(
        fetchSettledOffsets(groupId, topic, waiting),
      );
      const known = told.filter(({ errorCode }) => errorCode === 0);
      for (const { partition, offset, memo } of known) {
        if (offset >= 0) settled.set(partition, { offset, memo });
      }
      for (const { errorCode } of told) {
        if (underWay.has(errorCode)) continue;
        assertAnswered(`the position of ${groupId}`, errorCode, {
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
    `Cannot tell where group ${groupId} stands in partition ${partitions.join(", ")}: a ` +
      `transaction that may move it is not over after ${timeoutMs / 1000} s`,
  );
}
