import type { logCreator } from "kafkajs";
import type { InputRecord } from "../pipeline/record.ts";
import { internal } from "./kafkajs.ts";
import type { ProtocolRequest } from "./protocol/protocol_request.ts";
import type { FetchedPartition } from "./reading/batch.ts";

/** A fetched part of a partition. */
export interface FetchedBatch {
  readonly topic: string;
  readonly partition: number;
  readonly fetchedOffset: string;
  readonly highWatermark: string;
  /** Committed data records only. */
  records(): readonly InputRecord[];
  /** The same in slices, at least one, each with the position after it. */
  slices(
    maxRecords: number,
  ): Iterable<{ readonly records: readonly InputRecord[]; readonly nextOffset: number }>;
  /** Whether nothing was fetched, not even markers or aborted records. */
  isEmpty(): boolean;
  /** The last offset that was fetched, with or without a record. */
  lastOffset(): string;
}

/** A broker's answer about offsets of one topic, either committed or in the log. */
export interface PartitionOffsets {
  readonly topic: string;
  readonly partitions: readonly { partition: number; offset: string; metadata?: string | null }[];
}

/** A broker's answer to a fetch of one topic, as the corrected kafkajs decodes it. */
export interface FetchedTopic {
  readonly partitions: readonly FetchedPartition[];
}

/** A coordinator's description of a group. */
export interface DescribedGroup {
  readonly members: readonly {
    readonly memberId: string;
    readonly clientId: string;
    readonly clientHost: string;
    readonly memberAssignment: unknown;
  }[];
}

/** The partitions of a member, by topic. */
export interface DecodedAssignment {
  readonly assignment: Readonly<Record<string, readonly number[]>>;
}

/** The current producer of a transactional id, as kafkajs' requests name it. */
export interface KafkajsProducer {
  /** An int64 in decimal. */
  readonly producerId: string;
  readonly producerEpoch: number;
}

/** A connection to a broker, which answers the requests of a connection in their order. */
export interface KafkajsConnection {
  /** Null before it is connected. */
  readonly socket: { destroy(): void } | null;
  send<T>(request: ProtocolRequest<T>): Promise<T>;
}

/** The two connections to a broker: 1 is for fetches, 0 for everything else. */
export interface KafkajsConnectionPool extends KafkajsConnection {
  getConnection(index: 0 | 1): Promise<KafkajsConnection>;
}

/** A kafkajs broker: one method per request. */
export interface KafkajsBroker {
  /** The requests that the broker supports, by API key; null before it is connected. */
  readonly versions: Readonly<Record<number, { readonly maxVersion: number }>> | null;
  readonly connectionPool: KafkajsConnectionPool;
  initProducerId(request: unknown): Promise<KafkajsProducer>;
  addPartitionsToTxn(
    request: KafkajsProducer & {
      readonly transactionalId: string;
      readonly topics: readonly {
        readonly topic: string;
        readonly partitions: readonly number[];
      }[];
    },
  ): Promise<unknown>;
  addOffsetsToTxn(request: unknown): Promise<unknown>;
  endTxn(request: unknown): Promise<unknown>;
  leaveGroup(request: { readonly groupId: string; readonly memberId: string }): Promise<unknown>;
  fetch(request: unknown): Promise<{ responses: readonly FetchedTopic[] }>;
  listOffsets(request: unknown): Promise<{ responses: readonly PartitionOffsets[] }>;
  offsetFetch(request: unknown): Promise<{ responses: readonly PartitionOffsets[] }>;
  describeGroups(request: unknown): Promise<{ groups: readonly DescribedGroup[] }>;
}

/** A kafkajs cluster, with its connections. */
export interface KafkajsCluster {
  /** Replaced as a whole when the metadata is refreshed. */
  readonly brokerPool: { readonly metadata: object | null };
  getNodeIds(): readonly string[];
  connect(): Promise<void>;
  disconnect(): Promise<void>;
  addTargetTopic(topic: string): Promise<void>;
  refreshMetadata(): Promise<void>;
  refreshMetadataIfNecessary(): Promise<void>;
  findTopicPartitionMetadata(topic: string): readonly { partitionId: number; leader: number }[];
  findLeaderForPartitions(topic: string, partitions: readonly number[]): Record<string, number[]>;
  findBroker(node: { nodeId: string }): Promise<KafkajsBroker>;
  findGroupCoordinator(
    question: { groupId: string; coordinatorType?: number },
  ): Promise<KafkajsBroker>;
}

/** kafkajs' member of a consumer group. */
export interface KafkajsGroup {
  memberId: string | null;
  readonly generationId: number | null;
  isLeader(): boolean;
  joinAndSync(): Promise<void>;
  heartbeat(options: { readonly interval: number }): Promise<void>;
  assigned(): readonly { readonly topic: string; readonly partitions: readonly number[] }[];
}

/** Decides at the leader of a group which member gets which partitions. */
export interface Assigner {
  readonly name: string;
  readonly version: number;
  assign(group: unknown): Promise<unknown>;
  protocol(subscription: unknown): { readonly name: string; readonly metadata: unknown };
}

/** The internal parts of kafkajs that this project uses. */
export interface Internals {
  readonly Cluster: new (options: Record<string, unknown>) => KafkajsCluster;
  readonly MemberAssignment: { decode(bytes: unknown): DecodedAssignment | null };
  readonly ConsumerGroup: new (options: Record<string, unknown>) => KafkajsGroup;
  readonly Emitter: new () => unknown;
  readonly roundRobin: (options: Record<string, unknown>) => Assigner;
}

/** Each look-up asks the file system some twenty times where the module is. */
let found: Internals | null = null;

/** The parts that kafkajs does not export, loaded once. They are why its version is pinned. */
export function internals(): Internals {
  return found ??= {
    Cluster: internal("kafkajs/src/cluster/index.js"),
    MemberAssignment: internal<Pick<Internals, "MemberAssignment">>(
      "kafkajs/src/consumer/assignerProtocol.js",
    ).MemberAssignment,
    ConsumerGroup: internal("kafkajs/src/consumer/consumerGroup.js"),
    Emitter: internal("kafkajs/src/instrumentation/emitter.js"),
    roundRobin: internal<Pick<Internals, "roundRobin">>("kafkajs/src/consumer/assigners/index.js")
      .roundRobin,
  };
}

/** A kafkajs logger that writes to a log creator. */
export function kafkajsLogger(creator: logCreator): unknown {
  const { createLogger, LEVELS } = internal<
    { createLogger: (options: unknown) => unknown; LEVELS: Record<string, number> }
  >("kafkajs/src/loggers/index.js");
  return createLogger({ level: LEVELS["ERROR"], logCreator: creator });
}
