import { assertAnswered } from "./errors/answered.ts";
import { isUnderstood, type RequestName } from "./flexible_request.ts";
import type { KafkajsBroker, KafkajsCluster } from "./internals.ts";
import { askLeaders, partitionsOf } from "./topic_leaders.ts";
import {
  describeProducers,
  describeTransactions,
  fetchStableOffsets,
  type PartitionProducers,
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
const transactionalIdNotFound = 105;
/** UNKNOWN_SERVER_ERROR: what a broker says that cannot tell. */
const unanswered = -1;
const everyQuestion = ["DescribeTransactions", "DescribeProducers", "OffsetFetch"] as const;
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
    if (found?.errorCode === transactionalIdNotFound) return null;
    assertAnswered(
      `what became of the latest transaction of ${transactionalId}`,
      found?.errorCode ?? unanswered,
      { TransactionalId: ["Describe", transactionalId] },
    );
    if (found === undefined) return null;
    const { state, producerId, producerEpoch } = found;
    const told = { outcome: outcomes[state] ?? "unknown", producerId, producerEpoch };
    const former = state === takenOver ? this.#recall(transactionalId, told) : told;
    this.#known.set(transactionalId, former);
    return former;
  }

  /** The questions of this file that the brokers are too old to know. */
  async unknown(groupId: string): Promise<RequestName[]> {
    const broker = await this.#cluster.findGroupCoordinator({ groupId });
    return everyQuestion.filter((name) => !isUnderstood(broker, name));
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
    const isPending = errorCodes.includes(unstableOffsetCommit);
    for (const code of errorCodes) {
      if (code === unstableOffsetCommit) continue;
      assertAnswered(`the position of ${groupId}`, code, {
        Group: ["Describe", groupId],
        Topic: ["Describe", topic],
      });
    }
    return isPending;
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
        const producers = await broker.connectionPool.send(describeProducers(topic, led));
        assertNamed(topic, led, producers);
        return producers;
      });
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

/** A partition that a broker does not tell about must not pass for one without transactions. */
function assertNamed(
  topic: string,
  partitions: readonly number[],
  told: readonly PartitionProducers[],
): void {
  for (const partition of partitions) {
    const found = told.find((each) => each.partition === partition);
    const question = `which transactions are open in ${topic}[${partition}]`;
    assertAnswered(question, found?.errorCode ?? unanswered, { Topic: ["Read", topic] });
  }
}
