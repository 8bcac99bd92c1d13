import { assertAnswered } from "./access/broker_error.ts";
import { errorType } from "./access/error_type.ts";
import type { KafkajsBroker, KafkajsCluster, KafkajsProducer } from "./internals.ts";
import { Patience } from "./patience.ts";
import { describeProducers, type PartitionProducers } from "./protocol/describe_producers.ts";
import { isUnderstood } from "./protocol/flexible_request.ts";
import { type ListedTransaction, listTransactions } from "./protocol/list_transactions.ts";
import { askLeaders, partitionsOf } from "./topic_leaders.ts";

/** Partitions by topic. */
export type PartitionsByTopic = ReadonlyMap<string, readonly number[]>;

/** A transaction whose end markers are written again. */
export interface Completion {
  readonly transactionalId: string;
  readonly transactionTimeoutMs: number;
  readonly isCommit: boolean;
  /** The group whose offsets may lack the end marker; null for none. */
  readonly groupId: string | null;
  readonly partitions: PartitionsByTopic;
}

const transactionType = 1;
/** To write the end markers takes some milliseconds, if all partitions have leaders. */
const endTimeoutMs = 1_000;
/** UNKNOWN_SERVER_ERROR, which stands for a missing answer. */
const unanswered = -1;
/** The coordinator is loading its log, or has just moved. */
const unsettledCodes: ReadonlySet<number> = new Set([14, 15, 16]);

/** Finds and ends the transactions of others: of processes that died, or whose end markers are missing. */
export class TransactionClient {
  readonly #cluster: KafkajsCluster;

  /** Uses the connections of a cluster. */
  constructor(cluster: KafkajsCluster) {
    this.#cluster = cluster;
  }

  /**
   * The transactions of ids with a prefix, in some states, or in all if none is given. Brokers that do
   * not know the request, or are loading their log, have none.
   */
  async list(prefix: string, states: readonly string[] = []): Promise<ListedTransaction[]> {
    const brokers = await this.#brokers();
    const lists = await Promise.all(
      brokers.map(async (broker) => {
        if (!isUnderstood(broker, "ListTransactions")) return [];
        const { code, transactions } = await broker.connectionPool.send(listTransactions(states));
        if (unsettledCodes.has(code)) return [];
        assertAnswered("list transactions", code, { TransactionalId: ["Describe", prefix] });
        return transactions;
      }),
    );
    return lists.flat().filter(({ transactionalId }) => transactionalId.startsWith(prefix));
  }

  /** Those of some ids that the coordinators know, or all of them if a broker cannot say. */
  async known(prefix: string, transactionalIds: readonly string[]): Promise<readonly string[]> {
    const brokers = await this.#brokers();
    if (!brokers.every((broker) => isUnderstood(broker, "ListTransactions"))) {
      return transactionalIds;
    }
    const listed = await this.list(prefix);
    const known = new Set(listed.map(({ transactionalId }) => transactionalId));
    return transactionalIds.filter((id) => known.has(id));
  }

  /** Ends the open transaction of an id, and rejects all later requests of its producer. */
  async end(transactionalId: string, transactionTimeoutMs: number): Promise<void> {
    const coordinator = await this.#coordinator(transactionalId);
    await takeOver(coordinator, transactionalId, transactionTimeoutMs);
  }

  /** Refreshes the metadata, to find new leaders. */
  async refresh(): Promise<void> {
    await this.#cluster.refreshMetadata();
  }

  /** The partitions of topics with an open transaction, by producer id. */
  async openPartitions(topics: Iterable<string>): Promise<Map<bigint, Map<string, number[]>>> {
    const open = new Map<bigint, Map<string, number[]>>();
    for (const topic of topics) {
      const partitions = await partitionsOf(this.#cluster, topic);
      const found = await askLeaders(this.#cluster, topic, partitions, async (broker, led) => {
        if (!isUnderstood(broker, "DescribeProducers")) return [];
        const producers = await broker.connectionPool.send(describeProducers(topic, led));
        assertNamed(topic, led, producers);
        return producers;
      });
      for (const { partition, open: producerIds } of found) {
        for (const producerId of producerIds) {
          const byTopic = open.get(producerId) ?? new Map<string, number[]>();
          open.set(producerId, byTopic);
          byTopic.set(topic, [...byTopic.get(topic) ?? [], partition]);
        }
      }
    }
    return open;
  }

  /** Ends a transaction once more, under a new epoch, for partitions without an end marker. */
  async complete(completion: Completion): Promise<void> {
    const { transactionalId, transactionTimeoutMs, groupId, isCommit } = completion;
    const coordinator = await this.#coordinator(transactionalId);
    const { producerId, producerEpoch } = await takeOver(
      coordinator,
      transactionalId,
      transactionTimeoutMs,
    );
    const owner = { transactionalId, producerId, producerEpoch };
    const topics = [...completion.partitions].map(([topic, partitions]) => ({ topic, partitions }));
    if (topics.length > 0) await coordinator.addPartitionsToTxn({ ...owner, topics });
    if (groupId !== null) await coordinator.addOffsetsToTxn({ ...owner, groupId });
    await coordinator.endTxn({ ...owner, transactionResult: isCommit });
  }

  /** A cluster that has just connected knows no brokers yet, and would list nothing. */
  async #brokers(): Promise<KafkajsBroker[]> {
    await this.#cluster.refreshMetadataIfNecessary();
    const nodeIds = this.#cluster.getNodeIds();
    return await Promise.all(nodeIds.map((nodeId) => this.#cluster.findBroker({ nodeId })));
  }

  async #coordinator(transactionalId: string): Promise<KafkajsBroker> {
    const question = { groupId: transactionalId, coordinatorType: transactionType };
    return await this.#cluster.findGroupCoordinator(question);
  }
}

/** A coordinator that aborts an open transaction of the id says so, and answers when it has ended. */
async function takeOver(
  coordinator: KafkajsBroker,
  transactionalId: string,
  transactionTimeout: number,
): Promise<KafkajsProducer> {
  for (const patience = new Patience(endTimeoutMs);; await patience.pause()) {
    try {
      return await coordinator.initProducerId({ transactionalId, transactionTimeout });
    } catch (error) {
      if (errorType(error) !== "CONCURRENT_TRANSACTIONS" || !patience.isLeft) throw error;
    }
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
    const what = `read which transactions are open in ${topic}[${partition}]`;
    assertAnswered(what, found?.code ?? unanswered, { Topic: ["Read", topic] });
  }
}
