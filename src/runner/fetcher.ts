import { type FetchLimits, fetchRequest, readCommitted } from "../kafka/fetch_request.ts";
import type { FetchedBatch, KafkajsBroker, KafkajsCluster } from "../kafka/internals.ts";
import { Batch } from "../kafka/reading/batch.ts";
import { byLeader } from "../kafka/topic_leaders.ts";

/** What to fetch from, and whom to tell. */
export interface FetcherSettings {
  /** Its connections are for fetches: a broker answers one only when records arrive. */
  readonly cluster: KafkajsCluster;
  readonly topic: string;
  /** For one partition in one fetch. */
  readonly fetchBytes: number;
  /** Called when an answer or an error has arrived. */
  readonly onArrival: () => void;
  readonly onFetched: (ms: number) => void;
}

/**
 * A fetch returns at most this many full partitions, however many there are, because all of its records
 * are in memory at once. kafkajs shuffles the partitions of a fetch, so each gets its turn.
 */
const maxFullPartitions = 2;

/** kafkajs fetches over a connection of its own. */
const fetchConnection = 1;

/**
 * Fetches from all leaders at the same time, with at most one open request to each. A leader without new
 * records answers only after a while, and must not delay the records of the others.
 */
export class Fetcher {
  readonly #settings: FetcherSettings;
  /** Leaders with an open request, or with an answer that nobody has taken: it would come again. */
  readonly #open = new Set<string>();
  /** The brokers that have not answered yet. */
  readonly #asked = new Set<KafkajsBroker>();
  #answered: string[] = [];
  #arrived: FetchedBatch[] = [];
  #failure: unknown = null;
  #isClosed = false;

  /** Does not fetch anything yet. */
  constructor(settings: FetcherSettings) {
    this.#settings = settings;
  }

  /** Requests partitions from their positions on, from each leader that has no open request. */
  send(positions: ReadonlyMap<number, number>): void {
    const { cluster, topic } = this.#settings;
    for (const [nodeId, led] of byLeader(cluster, topic, positions.keys())) {
      if (this.#open.has(nodeId)) continue;
      this.#open.add(nodeId);
      this.#fetch(nodeId, led, positions).then(
        (batches) => this.#arrived.push(...batches),
        (error) => this.#failure ??= error,
      ).finally(() => {
        this.#answered.push(nodeId);
        if (!this.#isClosed) this.#settings.onArrival();
      });
    }
  }

  /** What has arrived since the last call. Throws the error of a failed fetch. */
  take(): readonly FetchedBatch[] {
    if (this.#failure !== null) throw this.#failure;
    for (const nodeId of this.#answered) this.#open.delete(nodeId);
    this.#answered = [];
    const arrived = this.#arrived;
    this.#arrived = [];
    return arrived;
  }

  /**
   * Ignores all answers to open requests, and ends the connections that wait for one. A broker answers
   * the requests of a connection in order, so the first fetch of the next generation would wait for as
   * long as the broker waits for records.
   */
  close(): void {
    this.#isClosed = true;
    for (const broker of this.#asked) {
      broker.connectionPool.getConnection(fetchConnection)
        .then(({ socket }) => socket?.destroy(), () => {});
    }
  }

  async #fetch(
    nodeId: string,
    led: readonly number[],
    positions: ReadonlyMap<number, number>,
  ): Promise<FetchedBatch[]> {
    const { cluster, topic, fetchBytes, onFetched } = this.#settings;
    const startedMs = performance.now();
    const limits: FetchLimits = {
      isolationLevel: readCommitted,
      maxBytes: fetchBytes * maxFullPartitions,
      maxPartitionBytes: fetchBytes,
    };
    try {
      const broker = await cluster.findBroker({ nodeId });
      this.#asked.add(broker);
      const { responses } = await broker.fetch(fetchRequest(topic, led, positions, limits))
        .finally(() => this.#asked.delete(broker));
      if (!this.#isClosed) onFetched(performance.now() - startedMs);
      return (responses[0]?.partitions ?? [])
        .map((data) => new Batch(topic, String(positions.get(data.partition)), data))
        .filter((batch) => !batch.isEmpty());
    } catch (error) {
      // It may have gone to a former leader.
      if (!this.#isClosed) await cluster.refreshMetadata().catch(() => {});
      throw error;
    }
  }
}
