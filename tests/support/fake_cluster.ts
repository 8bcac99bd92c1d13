import { Buffer } from "node:buffer";
import type {
  DescribedGroup,
  FetchedTopic,
  KafkajsBroker,
  KafkajsCluster,
  KafkajsConnection,
  KafkajsProducer,
  PartitionOffsets,
} from "../../src/kafka/internals.ts";
import type { ProtocolRequest } from "../../src/kafka/protocol/protocol_request.ts";

/** A request that a fake broker got. */
export interface Asked {
  readonly nodeId: string;
  /** As in "EndTxn 5", or the name of one of kafkajs' own requests, as in "endTxn". */
  readonly name: string;
  readonly connection: 0 | 1;
  /** As it was handed over. */
  readonly request: unknown;
  /** The encoded body; null for kafkajs' own requests. */
  readonly bytes: Buffer | null;
}

/** Answers a request as the caller reads it. What it throws is the error of that request. */
export type Script = (asked: Asked) => unknown;

/** The highest version of each request that a broker knows, by API key. */
export type Versions = Readonly<Record<number, { readonly maxVersion: number }>>;

/** What Kafka 4 knows of the requests that this project adds to kafkajs. */
export const modern: Versions = {
  ...{ 9: { maxVersion: 10 }, 18: { maxVersion: 4 }, 26: { maxVersion: 5 } },
  ...{ 28: { maxVersion: 5 }, 61: { maxVersion: 0 }, 66: { maxVersion: 2 } },
};

/** The node that coordinates groups. */
export const groupNode = "8";
/** The node that coordinates transactions. */
export const transactionNode = "9";

/** A kafkajs cluster without a network, whose brokers answer from a script. */
export class FakeCluster implements KafkajsCluster {
  brokerPool: { metadata: object | null } = { metadata: {} };
  /** All requests to brokers, in order. */
  readonly asked: Asked[] = [];
  /** All questions to the cluster, in order, as in "coordinator of group g". */
  readonly questions: string[] = [];
  /** The leader of each partition, by topic. */
  topics: Record<string, readonly number[]>;
  versions: Versions | null = modern;
  nodeIds: readonly string[] = ["1"];
  /** What a refresh of the metadata finds. */
  onRefresh: () => void = () => {};
  readonly #script: Script;

  constructor(script: Script, topics: Record<string, readonly number[]> = {}) {
    this.#script = script;
    this.topics = topics;
  }

  /** The names of the requests so far. */
  get names(): string[] {
    return this.asked.map(({ name }) => name);
  }

  getNodeIds(): readonly string[] {
    return this.nodeIds;
  }

  async connect(): Promise<void> {}

  async disconnect(): Promise<void> {}

  addTargetTopic(topic: string): Promise<void> {
    this.questions.push(`topic ${topic}`);
    return Promise.resolve();
  }

  refreshMetadata(): Promise<void> {
    this.questions.push("refresh");
    this.onRefresh();
    this.brokerPool = { metadata: {} };
    return Promise.resolve();
  }

  async refreshMetadataIfNecessary(): Promise<void> {
    if (this.brokerPool.metadata === null) await this.refreshMetadata();
  }

  findTopicPartitionMetadata(topic: string): { partitionId: number; leader: number }[] {
    this.questions.push(`partitions of ${topic}`);
    return (this.topics[topic] ?? []).map((leader, partitionId) => ({ partitionId, leader }));
  }

  findLeaderForPartitions(): Record<string, number[]> {
    throw new Error("kafkajs searches its metadata once a partition");
  }

  findBroker({ nodeId }: { nodeId: string }): Promise<KafkajsBroker> {
    return Promise.resolve(this.#broker(nodeId));
  }

  findGroupCoordinator(
    { groupId, coordinatorType = 0 }: { groupId: string; coordinatorType?: number },
  ): Promise<KafkajsBroker> {
    const kind = coordinatorType === 0 ? "group" : "transaction";
    this.questions.push(`coordinator of ${kind} ${groupId}`);
    return Promise.resolve(this.#broker(kind === "group" ? groupNode : transactionNode));
  }

  #broker(nodeId: string): KafkajsBroker {
    const ask = (name: string) => async <T>(request: unknown): Promise<T> => {
      const asked: Asked = { nodeId, name, connection: 0, request, bytes: null };
      this.asked.push(asked);
      return await this.#script(asked) as T;
    };
    return {
      versions: this.versions,
      connectionPool: {
        ...this.#connection(nodeId, 0),
        getConnection: (index) => Promise.resolve(this.#connection(nodeId, index)),
      },
      initProducerId: (request) => ask("initProducerId")<KafkajsProducer>(request),
      addPartitionsToTxn: ask("addPartitionsToTxn"),
      addOffsetsToTxn: ask("addOffsetsToTxn"),
      endTxn: ask("endTxn"),
      leaveGroup: ask("leaveGroup"),
      fetch: (request) => ask("fetch")<{ responses: FetchedTopic[] }>(request),
      listOffsets: (request) => ask("listOffsets")<{ responses: PartitionOffsets[] }>(request),
      offsetFetch: (request) => ask("offsetFetch")<{ responses: PartitionOffsets[] }>(request),
      describeGroups: (request) => ask("describeGroups")<{ groups: DescribedGroup[] }>(request),
    };
  }

  #connection(nodeId: string, connection: 0 | 1): KafkajsConnection {
    return {
      socket: null,
      send: async <T>(request: ProtocolRequest<T>): Promise<T> => {
        const { apiName, apiVersion, encode } = request.request;
        const bytes = Buffer.from((await encode()).buffer);
        const name = `${apiName} ${apiVersion}`;
        const asked: Asked = { nodeId, name, connection, request, bytes };
        this.asked.push(asked);
        return await this.#script(asked) as T;
      },
    };
  }
}
