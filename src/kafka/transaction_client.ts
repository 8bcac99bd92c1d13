import { assertAnswered } from "./access/answered.ts";
import { isUnderstood, type RequestName } from "./flexible_request.ts";
import type { KafkajsBroker, KafkajsCluster } from "./internals.ts";
import { askLeaders, partitionsOf } from "./topic_leaders.ts";
import {
  describeProducers,
  describeTransactions,
  fetchStableOffsets,
  type PartitionProducers,
} from "./transaction_protocol.ts";

/** How the latest transaction of a transactional id ended, according to its coordinator. */
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

/** What is needed to complete a transaction. */
export interface Completion {
  readonly transactionalId: string;
  readonly transactionTimeoutMs: number;
  readonly isCommit: boolean;
  /** The group whose offsets lack the end marker; null if none. */
  readonly groupId: string | null;
  readonly partitions: PartitionsByTopic;
}

const transactionType = 1;
/** The state of an id that was taken over and has not started a transaction since. */
const takenOver = "Empty";
const unstableOffsetCommit = 88;
const transactionalIdNotFound = 105;
/** UNKNOWN_SERVER_ERROR, which stands for a missing answer. */
const unanswered = -1;
const everyQuestion = ["DescribeTransactions", "DescribeProducers", "OffsetFetch"] as const;
const outcomes: Readonly<Record<string, Outcome>> = {
  PrepareCommit: "committed",
  CompleteCommit: "committed",
  PrepareAbort: "aborted",
  CompleteAbort: "aborted",
};

/**
 * The requests about transactions that kafkajs lacks: how the latest one ended, and which partitions
 * have no end marker.
 */
export class TransactionClient {
  readonly #cluster: KafkajsCluster;
  readonly #known = new Map<string, FormerTransaction>();

  /** Uses the connections of a cluster. */
  constructor(cluster: KafkajsCluster) {
    this.#cluster = cluster;
  }

  /** The latest transaction of an id; null if there is none, or if the broker is too old to say. */
  async former(transactionalId: string): Promise<FormerTransaction | null> {
    const coordinator = await this.#coordinator(transactionalId);
    if (!isUnderstood(coordinator, "DescribeTransactions")) return null;
    const [found] = await coordinator.connectionPool.send(describeTransactions([transactionalId]));
    if (found?.errorCode === transactionalIdNotFound) return null;
    assertAnswered(
      `the outcome of the latest transaction of ${transactionalId}`,
      found?.errorCode ?? unanswered,
      { TransactionalId: ["Describe", transactionalId] },
    );
    if (found === undefined) return null;
    const { state, producerId, producerEpoch } = found;
    const answer = { outcome: outcomes[state] ?? "unknown", producerId, producerEpoch };
    const former = state === takenOver ? this.#recall(transactionalId, answer) : answer;
    this.#known.set(transactionalId, former);
    return former;
  }

  /** The requests of this file that the brokers do not support. */
  async unknown(groupId: string): Promise<RequestName[]> {
    const broker = await this.#cluster.findGroupCoordinator({ groupId });
    return everyQuestion.filter((name) => !isUnderstood(broker, name));
  }

  /** Refreshes the metadata, to find new leaders. */
  async refresh(): Promise<void> {
    await this.#cluster.refreshMetadata();
  }

  /** Whether a group's offset in a partition belongs to a transaction that has not ended. */
  async isPending(groupId: string, topic: string, partition: number): Promise<boolean> {
    const coordinator = await this.#cluster.findGroupCoordinator({ groupId });
    if (!isUnderstood(coordinator, "OffsetFetch")) return false;
    const errorCodes = await coordinator.connectionPool.send(
      fetchStableOffsets(groupId, topic, [partition]),
    );
    const isPending = errorCodes.includes(unstableOffsetCommit);
    for (const code of errorCodes) {
      if (code === unstableOffsetCommit) continue;
      assertAnswered(`the offset of ${groupId}`, code, {
        Group: ["Describe", groupId],
        Topic: ["Describe", topic],
      });
    }
    return isPending;
  }

  /** The partitions of topics in which a producer has an open transaction. */
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

  /** Ends a transaction once more, under a new epoch, for partitions without an end marker. */
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
   * Fencing makes the coordinator forget the outcome. If this process was interrupted after its own
   * fence, the outcome that it read before still holds, unless another process has fenced since.
   */
  #recall(transactionalId: string, answer: FormerTransaction): FormerTransaction {
    const known = this.#known.get(transactionalId);
    const isSame = known?.producerId === answer.producerId &&
      answer.producerEpoch - known.producerEpoch <= 1;
    return isSame ? { ...answer, outcome: known.outcome } : answer;
  }

  async #coordinator(transactionalId: string): Promise<KafkajsBroker> {
    const question = { groupId: transactionalId, coordinatorType: transactionType };
    return await this.#cluster.findGroupCoordinator(question);
  }
}

/** Throws for a partition missing from an answer: it must not count as one without transactions. */
function assertNamed(
  topic: string,
  partitions: readonly number[],
  answers: readonly PartitionProducers[],
): void {
  for (const partition of partitions) {
    const found = answers.find((each) => each.partition === partition);
    const question = `which transactions are open in ${topic}[${partition}]`;
    assertAnswered(question, found?.errorCode ?? unanswered, { Topic: ["Read", topic] });
  }
}
