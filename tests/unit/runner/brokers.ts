import type { KafkajsCluster } from "../../../src/kafka/internals.ts";
import type { InputRecord } from "../../../src/pipeline/record.ts";

/** A fetch that a broker was asked for: the offset of each partition. */
export type Asked = Readonly<Record<number, number>>;

interface FetchRequest {
  readonly topics: readonly {
    readonly partitions: readonly { readonly partition: number; readonly fetchOffset: string }[];
  }[];
}

/** Brokers that answer a fetch when a test says so. */
export class Brokers {
  /** The requests that each node has received, in order. */
  readonly asked = new Map<string, Asked[]>();
  refreshes = 0;
  readonly #open = new Map<string, PromiseWithResolvers<readonly object[]>>();
  readonly #leaders: readonly number[];

  /** The connections that were ended, as `node/index`. */
  readonly ended: string[] = [];

  /** The node that leads each partition. */
  constructor(leaders: readonly number[]) {
    this.#leaders = leaders;
  }

  /** The parts of a kafkajs cluster that fetch. */
  get cluster(): KafkajsCluster {
    const metadata = {};
    const cluster = {
      brokerPool: { metadata },
      findTopicPartitionMetadata: () =>
        this.#leaders.map((leader, partitionId) => ({ leader, partitionId })),
      findBroker: ({ nodeId }: { nodeId: string }) =>
        Promise.resolve({
          connectionPool: {
            getConnection: (index: number) =>
              Promise.resolve({
                socket: { destroy: () => void this.ended.push(`${nodeId}/${index}`) },
              }),
          },
          fetch: async (request: FetchRequest) => {
            const partitions = await this.#fetch(nodeId, request);
            return { responses: [{ partitions }] };
          },
        }),
      refreshMetadata: () => Promise.resolve(void this.refreshes++),
    };
    return cluster as unknown as KafkajsCluster;
  }

  /** The offsets that a node was last asked for; null if it has no open request. */
  openAt(node: number): Asked | null {
    return this.#open.has(String(node)) ? this.asked.get(String(node))!.at(-1)! : null;
  }

  /**
   * Answers a node's open request: the log of these partitions goes on up to these offsets. Without
   * records, it is a log of markers.
   */
  answer(
    node: number,
    ends: Readonly<Record<number, number>>,
    records: readonly InputRecord[] = [],
  ): void {
    const batch = {
      context: { isControlBatch: false, firstOffset: records[0]?.offset },
      count: records.length,
      recordsFrom: () => records,
    };
    const partitions = Object.entries(ends).map(([partition, nextOffset]) => ({
      partition: Number(partition),
      highWatermark: String(nextOffset),
      abortedTransactions: [],
      messages: { batches: [batch], nextOffset },
    }));
    this.#closed(node).resolve(partitions);
  }

  /** Answers a node's open request with an error. */
  fail(node: number, error: Error): void {
    this.#closed(node).reject(error);
  }

  #closed(node: number): PromiseWithResolvers<readonly object[]> {
    const request = this.#open.get(String(node));
    if (request === undefined) throw new Error(`node ${node} was not asked`);
    this.#open.delete(String(node));
    return request;
  }

  #fetch(nodeId: string, { topics }: FetchRequest): Promise<readonly object[]> {
    const offsets = topics[0]!.partitions.map((each) => [each.partition, Number(each.fetchOffset)]);
    this.asked.set(nodeId, [...this.asked.get(nodeId) ?? [], Object.fromEntries(offsets)]);
    const request = Promise.withResolvers<readonly object[]>();
    this.#open.set(nodeId, request);
    return request.promise;
  }
}
