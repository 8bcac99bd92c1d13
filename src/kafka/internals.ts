import type { logCreator } from "kafkajs";
import type { InputRecord } from "../pipeline/record.ts";
import { internal } from "./kafkajs.ts";

/** A fetched part of a partition, as the override of kafkajs' Batch gives it. */
export interface FetchedBatch {
  readonly topic: string;
  readonly partition: number;
  readonly fetchedOffset: string;
  readonly highWatermark: string;
  /** Committed data records only. */
  records(): readonly InputRecord[];
  /** The same in slices, each with the position behind it; there is one at least. */
  slices(
    maxRecords: number,
  ): Iterable<{ readonly records: readonly InputRecord[]; readonly nextOffset: number }>;
  /** Whether nothing was fetched, not even markers or aborted records. */
  isEmpty(): boolean;
  /** The last offset that was fetched, whatever it held. */
  lastOffset(): string;
}

/** What a broker answers about offsets, committed or in the log, of one topic. */
export interface PartitionOffsets {
  readonly topic: string;
  readonly partitions: readonly { partition: number; offset: string; metadata?: string | null }[];
}

/** What a broker answers to a fetch of one topic; the override of Batch knows the rest. */
export interface FetchedTopic {
  readonly partitions: readonly { readonly partition: number }[];
}

/** What a coordinator answers about a group. */
export interface DescribedGroup {
  readonly members: readonly {
    readonly memberId: string;
    readonly clientId: string;
    readonly clientHost: string;
    readonly memberAssignment: unknown;
  }[];
}

/** The partitions that a member was given, by topic. */
export interface DecodedAssignment {
  readonly assignment: Readonly<Record<string, readonly number[]>>;
}

/** A request that kafkajs does not have itself, as its connections send it. */
export interface ProtocolRequest<T> {
  readonly request: {
    readonly apiKey: number;
    readonly apiVersion: number;
    readonly apiName: string;
    readonly encode: () => Promise<unknown>;
  };
  readonly response: {
    readonly decode: (bytes: unknown) => Promise<T>;
    readonly parse: (found: T) => Promise<T>;
  };
}

/** Who writes under a transactional id. */
export interface ProducerIdentity {
  readonly producerId: string;
  readonly producerEpoch: number;
}

/** A broker of kafkajs: one method a request. */
export interface KafkajsBroker {
  /** The requests that the broker knows, by key; null before it is connected. */
  readonly versions: Readonly<Record<number, { readonly maxVersion: number }>> | null;
  readonly connectionPool: { send<T>(request: ProtocolRequest<T>): Promise<T> };
  initProducerId(request: unknown): Promise<ProducerIdentity>;
  addPartitionsToTxn(
    request: ProducerIdentity & {
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

/** kafkajs' view of a cluster, with its connections. */
export interface KafkajsCluster {
  connect(): Promise<void>;
  disconnect(): Promise<void>;
  addTargetTopic(topic: string): Promise<void>;
  refreshMetadata(): Promise<void>;
  refreshMetadataIfNecessary(): Promise<void>;
  findTopicPartitionMetadata(topic: string): readonly { partitionId: number }[];
  findLeaderForPartitions(topic: string, partitions: readonly number[]): Record<string, number[]>;
  findBroker(node: { nodeId: string }): Promise<KafkajsBroker>;
  findGroupCoordinator(
    question: { groupId: string; coordinatorType?: number },
  ): Promise<KafkajsBroker>;
}

/** What kafkajs is made of and this project builds on. */
export interface Internals {
  readonly Cluster: new (options: Record<string, unknown>) => KafkajsCluster;
  readonly Batch: new (topic: string, fetchedOffset: string, data: unknown) => FetchedBatch;
  readonly MemberAssignment: { decode(bytes: unknown): DecodedAssignment | null };
}

/** The parts of kafkajs that it does not export; its version is pinned for their sake. */
export function internals(): Internals {
  return {
    Cluster: internal("kafkajs/src/cluster/index.js"),
    Batch: internal("kafkajs/src/consumer/batch.js"),
    MemberAssignment: internal<Pick<Internals, "MemberAssignment">>(
      "kafkajs/src/consumer/assignerProtocol.js",
    ).MemberAssignment,
  };
}

/** A logger of kafkajs' own kind over a log creator. */
export function kafkajsLogger(creator: logCreator): unknown {
  const { createLogger, LEVELS } = internal<
    { createLogger: (options: unknown) => unknown; LEVELS: Record<string, number> }
  >("kafkajs/src/loggers/index.js");
  return createLogger({ level: LEVELS["ERROR"], logCreator: creator });
}
