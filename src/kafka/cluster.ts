import { FatalError, TransientError } from "../errors.ts";
import type { InputRecord } from "../pipeline/record.ts";
import { errorType } from "./access/error_type.ts";
import { connectedCluster } from "./connected_cluster.ts";
import type { KafkaSettings } from "./connection.ts";
import {
  type FetchLimits,
  fetchRequest,
  type Isolation,
  readCommitted,
  readUncommitted,
} from "./fetch_request.ts";
import { groupMembers, type Member } from "./group_members.ts";
import type { KafkajsCluster } from "./internals.ts";
import { onceSettled } from "./once_settled.ts";
import { type CommittedPosition, PositionClient } from "./position_client.ts";
import { type LogTurn, logTurnOf } from "./raw_log.ts";
import { Batch, type FetchedPartition } from "./reading/batch.ts";
import { askLeaders, leadersOf } from "./topic_leaders.ts";
import { TransactionClient } from "./transaction_client.ts";

/** The offsets of a partition: from start to the last stable offset, which is excluded. */
export interface LogRange {
  readonly start: number;
  readonly end: number;
}

/** The records that one fetch returned from one partition. */
export interface ReadTurn {
  readonly partition: number;
  readonly records: readonly InputRecord[];
  /** The next offset to fetch. */
  readonly position: number;
}

const earliest = -2;
const latest = -1;
const asCommitted = { isolationLevel: readCommitted, maxBytes: 4 * 1024 * 1024 } as const;
// Readers of whole logs also keep much state. Larger fetches would take memory and be no faster.
const asLogged = { isolationLevel: readUncommitted, maxBytes: 512 * 1024 } as const;

/**
 * Kafka without group membership: reads offsets, log ranges and partitions.
 *
 * kafkajs can only read as a member of a group, and a restore in a temporary group would have to wait
 * for a rebalance. So this class uses kafkajs' internal cluster and brokers.
 */
export class ClusterClient {
  /** The outcomes of transactions. */
  readonly transactions: TransactionClient;
  /** The committed positions of groups. */
  readonly positions: PositionClient;
  readonly #cluster: KafkajsCluster;

  private constructor(cluster: KafkajsCluster) {
    this.#cluster = cluster;
    this.transactions = new TransactionClient(cluster);
    this.positions = new PositionClient(cluster);
  }

  /** Connects; rejects with the connection's error when no broker answers. */
  static async connect(settings: KafkaSettings): Promise<ClusterClient> {
    return new ClusterClient(await connectedCluster(settings));
  }

  /** Closes all connections. */
  async disconnect(): Promise<void> {
    await this.#cluster.disconnect();
  }

  /** The members of a group. */
  async members(groupId: string): Promise<readonly Member[]> {
    return await onceSettled(() => groupMembers(this.#cluster, groupId));
  }

  /** How many partitions a topic has now; 0 if it does not exist. */
  async partitionCount(topic: string): Promise<number> {
    try {
      await this.#learn(topic);
    } catch (error) {
      if (errorType(error) === "UNKNOWN_TOPIC_OR_PARTITION") return 0;
      throw error;
    }
    return this.#cluster.findTopicPartitionMetadata(topic).length;
  }

  /** The position that a group has committed; null if there is none yet. */
  async committed(
    groupId: string,
    topic: string,
    partition: number,
  ): Promise<CommittedPosition | null> {
    const topics = [{ topic, partitions: [{ partition }] }];
    const { responses } = await onceSettled(async () => {
      const coordinator = await this.#cluster.findGroupCoordinator({ groupId });
      return await coordinator.offsetFetch({ groupId, topics });
    });
    const found = responses[0]?.partitions[0];
    if (found === undefined || Number(found.offset) < 0) return null;
    return { offset: Number(found.offset), memo: found.metadata ?? "" };
  }

  /** The offsets that a read_committed consumer can read. */
  async range(topic: string, partition: number): Promise<LogRange> {
    return (await this.ranges(topic, [partition])).get(partition)!;
  }

  /** The same for several partitions, with two requests to each of their leaders. */
  async ranges(topic: string, partitions: readonly number[]): Promise<Map<number, LogRange>> {
    const [starts, ends] = await Promise.all(
      [earliest, latest].map((moment) => this.#offsetsAt(topic, partitions, moment)),
    );
    return new Map(partitions.map((partition) => {
      return [partition, { start: starts!.get(partition)!, end: ends!.get(partition)! }];
    }));
  }

  /** The offset after the last record of a partition, including open transactions. */
  async highWatermark(topic: string, partition: number): Promise<number> {
    return (await this.#offsetsAt(topic, [partition], latest, readUncommitted)).get(partition)!;
  }

  /** The offset of the first record with this Kafka timestamp or a later one; null if there is none. */
  async offsetAtTime(topic: string, partition: number, timeMs: number): Promise<number | null> {
    const moment = timeMs < 0 ? earliest : timeMs; // brokers give negative times special meanings
    const offset = (await this.#offsetsAt(topic, [partition], moment)).get(partition)!;
    return offset < 0 ? null : offset;
  }

  /**
   * Reads the committed records of partitions from given positions on. Each turn has the records that a
   * fetch returned from one partition, perhaps none, and the position after them. The position also
   * moves past aborted records, markers and batches that compaction has emptied.
   *
   * The map is kept up to date. A partition that the caller deletes from it is no longer read.
   */
  async *read(topic: string, positions: Map<number, number>): AsyncGenerator<ReadTurn> {
    await this.#learn(topic);
    while (positions.size > 0) {
      for (const data of await this.#asked(this.#fetch(topic, positions, asCommitted))) {
        const from = positions.get(data.partition);
        if (from === undefined) continue;
        const batch = new Batch(topic, String(from), data);
        if (!batch.isEmpty()) positions.set(batch.partition, Number(batch.lastOffset()) + 1);
        const { partition } = batch;
        yield { partition, records: batch.records(), position: positions.get(partition) ?? from };
      }
    }
  }

  /** Fetches once from given offsets on, including aborted records and open transactions. */
  async fetchLog(topic: string, positions: ReadonlyMap<number, number>): Promise<LogTurn[]> {
    await this.#learn(topic);
    const fetched = await this.#asked(this.#fetch(topic, positions, asLogged));
    return fetched.map((data) => logTurnOf(data, positions.get(data.partition) ?? 0));
  }

  // One request for all partitions of a broker. It answers the requests of a connection in order, so
  // with a request each, an idle partition would block the others.
  async #fetch(
    topic: string,
    positions: ReadonlyMap<number, number>,
    limits: FetchLimits,
  ): Promise<FetchedPartition[]> {
    return await askLeaders(
      this.#cluster,
      topic,
      [...positions.keys()],
      async (broker, led) => {
        const { responses } = await broker.fetch(fetchRequest(topic, led, positions, limits));
        return responses[0]?.partitions ?? [];
      },
    );
  }

  async #offsetsAt(
    topic: string,
    partitions: readonly number[],
    timestamp: number,
    isolationLevel: Isolation = readCommitted,
  ): Promise<Map<number, number>> {
    if (partitions.length === 0) return new Map(); // the topic may not exist
    await this.#learn(topic);
    await this.#findAll(topic, partitions);
    const answers = await this.#asked(
      askLeaders(this.#cluster, topic, partitions, async (broker, led) => {
        const asked = led.map((partition) => ({ partition, timestamp }));
        const topics = [{ topic, partitions: asked }];
        const { responses } = await broker.listOffsets({ isolationLevel, topics });
        return responses[0]?.partitions ?? [];
      }),
    );
    const offsets = new Map(answers.map(({ partition, offset }) => [partition, Number(offset)]));
    const silent = partitions.find((partition) => !offsets.has(partition));
    if (silent === undefined) return offsets;
    throw new TransientError(`Cannot read the offsets of "${topic}[${silent}]": no answer`);
  }

  /** Throws FatalError for a partition that does not exist. */
  async #findAll(topic: string, partitions: readonly number[]): Promise<void> {
    const isMissing = (partition: number) => !leadersOf(this.#cluster, topic).has(partition);
    // The group may assign a partition that was added after the metadata was read here.
    if (partitions.some(isMissing)) await this.#cluster.refreshMetadata();
    const missing = partitions.find(isMissing);
    if (missing === undefined) return;
    throw new FatalError(
      `Cannot read "${topic}[${missing}]": this partition does not exist`,
      "create the topics with: deno task create-topics",
    );
  }

  // A failed request may have gone to a former leader. The refresh lets the next one find the leader.
  async #asked<T>(question: Promise<T>): Promise<T> {
    try {
      return await question;
    } catch (error) {
      await this.#cluster.refreshMetadata().catch(() => {});
      throw error;
    }
  }

  async #learn(topic: string): Promise<void> {
    await this.#cluster.addTargetTopic(topic);
    await this.#cluster.refreshMetadataIfNecessary();
  }
}
