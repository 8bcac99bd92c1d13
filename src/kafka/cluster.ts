import { FatalError } from "../errors.ts";
import type { InputRecord } from "../pipeline/record.ts";
import { kafkaConfig, type KafkaSettings } from "./connection.ts";
import { type FetchedBatch, internals, type KafkajsCluster, kafkajsLogger } from "./internals.ts";

/** Where a group stands in a partition: the next offset, and the text committed beside it. */
export interface CommittedPosition {
  readonly offset: number;
  readonly memo: string;
}

/** The offsets a partition holds: from start up to, not including, the last stable one. */
export interface LogRange {
  readonly start: number;
  readonly end: number;
}

const earliest = -2;
const latest = -1;
const readCommitted = 1;
const fetchBytes = 4 * 1024 * 1024;
const fetchWaitMs = 500;

/**
 * Questions to Kafka that need no group membership: offsets, log ranges, and reading a partition.
 *
 * kafkajs can only read as a member of a group, and a restore that joined a throw-away group would
 * wait for a rebalance; so this speaks to kafkajs' own cluster and brokers.
 */
export class ClusterClient {
  readonly #cluster: KafkajsCluster;

  private constructor(cluster: KafkajsCluster) {
    this.#cluster = cluster;
  }

  /** Connects; rejects with the connection's error when no broker answers. */
  static async connect(settings: KafkaSettings): Promise<ClusterClient> {
    const { Cluster, createSocketFactory } = internals();
    const { logCreator: _, ...config } = kafkaConfig(settings);
    const cluster = new Cluster({
      ...config,
      logger: kafkajsLogger(settings.logCreator),
      socketFactory: createSocketFactory(),
      metadataMaxAge: 30_000,
      allowAutoTopicCreation: false,
      maxInFlightRequests: null,
      isolationLevel: readCommitted,
      offsets: new Map(),
    });
    await cluster.connect();
    return new ClusterClient(cluster);
  }

  /** Closes all connections. */
  async disconnect(): Promise<void> {
    await this.#cluster.disconnect();
  }

  /** How many partitions a topic has now; 0 where there is no such topic. */
  async partitionCount(topic: string): Promise<number> {
    await this.#learn(topic);
    return this.#cluster.findTopicPartitionMetadata(topic).length;
  }

  /** Where a group stands; null where it has not committed yet. */
  async committed(
    groupId: string,
    topic: string,
    partition: number,
  ): Promise<CommittedPosition | null> {
    const coordinator = await this.#cluster.findGroupCoordinator({ groupId });
    const topics = [{ topic, partitions: [{ partition }] }];
    const { responses } = await coordinator.offsetFetch({ groupId, topics });
    const found = responses[0]?.partitions[0];
    if (found === undefined || Number(found.offset) < 0) return null;
    return { offset: Number(found.offset), memo: found.metadata ?? "" };
  }

  /** The offsets that a read_committed reader can reach. */
  async range(topic: string, partition: number): Promise<LogRange> {
    await this.#learn(topic);
    return {
      start: await this.#offsetAt(topic, partition, earliest),
      end: await this.#offsetAt(topic, partition, latest),
    };
  }

  /**
   * Reads a partition from an offset on, committed records only, without end: each turn gives what
   * one fetch brought, perhaps no records, and the position behind it, which moves past aborted
   * records, markers and what compaction has left empty.
   */
  async *read(
    topic: string,
    partition: number,
    from: number,
  ): AsyncGenerator<{ records: readonly InputRecord[]; position: number }> {
    await this.#learn(topic);
    let position = from;
    while (true) {
      const batch = await this.#fetch(topic, partition, position);
      if (batch !== null && !batch.isEmpty()) position = Number(batch.lastOffset()) + 1;
      yield { records: batch?.messages ?? [], position };
    }
  }

  async #fetch(topic: string, partition: number, offset: number): Promise<FetchedBatch | null> {
    const { Batch } = internals();
    const broker = await this.#leader(topic, partition);
    const { responses } = await broker.fetch({
      maxWaitTime: fetchWaitMs,
      minBytes: 1,
      maxBytes: fetchBytes,
      isolationLevel: readCommitted,
      topics: [{
        topic,
        partitions: [{ partition, fetchOffset: String(offset), maxBytes: fetchBytes }],
      }],
    });
    const data = responses[0]?.partitions[0];
    return data === undefined ? null : new Batch(topic, String(offset), data);
  }

  async #offsetAt(topic: string, partition: number, timestamp: number): Promise<number> {
    const broker = await this.#leader(topic, partition);
    const { responses } = await broker.listOffsets({
      isolationLevel: readCommitted,
      topics: [{ topic, partitions: [{ partition, timestamp }] }],
    });
    return Number(responses[0]?.partitions[0]?.offset ?? 0);
  }

  async #leader(topic: string, partition: number) {
    const leaders = Object.keys(this.#cluster.findLeaderForPartitions(topic, [partition]));
    const nodeId = leaders[0];
    if (nodeId === undefined) {
      throw new FatalError(
        `Cannot read "${topic}[${partition}]": there is no such partition`,
        "create the topics with: deno task create-topics",
      );
    }
    return await this.#cluster.findBroker({ nodeId });
  }

  async #learn(topic: string): Promise<void> {
    await this.#cluster.addTargetTopic(topic);
    await this.#cluster.refreshMetadataIfNecessary();
  }
}
