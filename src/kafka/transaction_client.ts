import { TransientError } from "../errors.ts";
import type { KafkajsBroker, KafkajsCluster } from "./internals.ts";
import { askLeaders, partitionsOf } from "./topic_leaders.ts";
import {
  describeProducers,
  describeTransactions,
  fetchStableOffsets,
  isUnderstood,
} from "./transaction_protocol.ts";

/** How the latest transaction of a transactional id ended, as far as its coordinator tells. */
export type Outcome = "committed" | "aborted" | "unknown";

/** The latest transaction of a transactional id. */
export interface FormerTransaction {
  readonly outcome: Outcome;
  /** An int64 in decimal. */
  readonly producerId: string;
  readonly producerEpoch: number;
}

/** Partitions by topic. */
export type PartitionsByTopic = ReadonlyMap<string, readonly number[]>;

/** What a transaction is completed with. */
export interface Completion {
  readonly transactionalId: string;
  readonly transactionTimeoutMs: number;
  readonly isCommit: boolean;
  /** Null where its offsets are complete. */
  readonly groupId: string | null;
  readonly partitions: PartitionsByTopic;
}

const transactionType = 1;
/** The state of an id that was taken over and has begun no transaction since. */
const takenOver = "Empty";
const unstableOffsetCommit = 88;
/** LEADER_NOT_AVAILABLE, NOT_LEADER_OR_FOLLOWER, and three of a coordinator that loads or moves. */
const settlingCodes: ReadonlySet<number> = new Set([5, 6, 14, 15, 16]);
const outcomes: Readonly<Record<string, Outcome>> = {
  PrepareCommit: "committed",
  CompleteCommit: "committed",
  PrepareAbort: "aborted",
  CompleteAbort: "aborted",
};

/**
 * Questions about transactions that kafkajs does not ask: what became of the latest one, and whether
 * some partition was never told.
 */
export class TransactionClient {
  readonly #cluster: KafkajsCluster;
  readonly #known = new Map<string, FormerTransaction>();

  /** Asks over the connections of a cluster. */
  constructor(cluster: KafkajsCluster) {
    this.#cluster = cluster;
  }

  /** The latest transaction of an id; null where there is none, or the broker does not tell. */
  async former(transactionalId: string): Promise<FormerTransaction | null> {
    const coordinator = await this.#coordinator(transactionalId);
    if (!isUnderstood(coordinator, "DescribeTransactions")) return null;
    const [found] = await coordinator.connectionPool.send(describeTransactions([transactionalId]));
    if (found === undefined) return null;
    assertSettled([found.errorCode]);
    if (found.errorCode !== 0) return null;
    const { state, producerId, producerEpoch } = found;
    const told = { outcome: outcomes[state] ?? "unknown", producerId, producerEpoch };
    const former = state === takenOver ? this.#recall(transactionalId, told) : told;
    this.#known.set(transactionalId, former);
    return former;
  }

  /** Learns anew who leads what. */
  async refresh(): Promise<void> {
    await this.#cluster.refreshMetadata();
  }

  /** Whether a group's position waits for the end of a transaction. */
  async isPending(groupId: string, topic: string, partition: number): Promise<boolean> {
    const coordinator = await this.#cluster.findGroupCoordinator({ groupId });
    if (!isUnderstood(coordinator, "OffsetFetch")) return false;
    const errorCodes = await coordinator.connectionPool.send(
      fetchStableOffsets(groupId, topic, [partition]),
    );
    assertSettled(errorCodes);
    return errorCodes.includes(unstableOffsetCommit);
  }

  /** The partitions of topics in which a producer has a transaction that is not over. */
  async openPartitions(
    topics: Iterable<string>,
    producerId: string,
  ): Promise<Map<string, number[]>> {
    const open = new Map<string, number[]>();
    for (const topic of topics) {
      const partitions = await partitionsOf(this.#cluster, topic);
      const found = await askLeaders(this.#cluster, topic, partitions, async (broker, led) => {
        if (!isUnderstood(broker, "DescribeProducers")) return [];
        return await broker.connectionPool.send(describeProducers(topic, led));
      });
      assertSettled(found.map(({ errorCode }) => errorCode));
      const waiting = found.filter(({ open }) => open.includes(producerId));
      if (waiting.length > 0) open.set(topic, waiting.map(({ partition }) => partition));
    }
    return open;
  }

  /** Ends a transaction once more, for partitions that were not told, under an epoch of its own. */
  async complete(completion: Completion): Promise<void> {
    const { transactionalId, transactionTimeoutMs, groupId, isCommit } = completion;
    const coordinator = await this.#coordinator(transactionalId);
    const identity = await coordinator.initProducerId({
      transactionalId,
      transactionTimeout: transactionTimeoutMs,
    });
    const { producerId, producerEpoch } = identity;
    const owner = { transactionalId, producerId, producerEpoch };
    const topics = [...completion.partitions].map(([topic, partitions]) => ({ topic, partitions }));
    if (topics.length > 0) await coordinator.addPartitionsToTxn({ ...owner, topics });
    if (groupId !== null) await coordinator.addOffsetsToTxn({ ...owner, groupId });
    await coordinator.endTxn({ ...owner, transactionResult: isCommit });
    this.#known.delete(transactionalId);
  }

  /**
   * A take-over makes the coordinator forget the outcome: after one that was broken off, what was
   * known before it still holds, if nobody else has taken the id over since.
   */
  #recall(transactionalId: string, told: FormerTransaction): FormerTransaction {
    const known = this.#known.get(transactionalId);
    const isSame = known?.producerId === told.producerId &&
      told.producerEpoch - known.producerEpoch <= 1;
    return isSame ? { ...told, outcome: known.outcome } : told;
  }

  async #coordinator(transactionalId: string): Promise<KafkajsBroker> {
    const question = { groupId: transactionalId, coordinatorType: transactionType };
    return await this.#cluster.findGroupCoordinator(question);
  }
}

/** A broker that has just started must not pass for one that has nothing to tell. */
function assertSettled(errorCodes: readonly number[]): void {
  const found = errorCodes.find((code) => settlingCodes.has(code));
  if (found === undefined) return;
  throw new TransientError(`Cannot tell what became of a transaction yet: Kafka error ${found}`);
}
