import { internal } from "./kafkajs.ts";
import type { KafkajsBroker, ProtocolRequest } from "./internals.ts";

/** A request of this file. */
export type RequestName = "OffsetFetch" | "DescribeProducers" | "DescribeTransactions";

/** Keys and versions (Kafka protocol, "Protocol API Keys"). */
const requests: Readonly<Record<RequestName, { apiKey: number; apiVersion: number }>> = {
  OffsetFetch: { apiKey: 9, apiVersion: 7 },
  DescribeProducers: { apiKey: 61, apiVersion: 0 },
  DescribeTransactions: { apiKey: 65, apiVersion: 0 },
};

/** What a coordinator knows of a transactional id. */
export interface TransactionDescription {
  readonly errorCode: number;
  /** As Kafka names it: Empty, Ongoing, PrepareCommit, CompleteCommit, ... */
  readonly state: string;
  readonly producerId: string;
  readonly producerEpoch: number;
}

/** The producers that have an open transaction in a partition. */
export interface PartitionProducers {
  readonly partition: number;
  readonly errorCode: number;
  readonly open: readonly string[];
}

/** The part of kafkajs' encoder that writes flexible versions of requests. */
interface Encoder {
  writeUVarIntBytes(): Encoder;
  writeUVarIntString(text: string): Encoder;
  writeUVarIntArray(items: readonly Encoder[]): Encoder;
  writeInt32(value: number): Encoder;
  writeBoolean(value: boolean): Encoder;
}

/** The part of kafkajs' decoder that reads flexible versions of answers. */
interface Decoder {
  readInt16(): number;
  readInt32(): number;
  readInt64(): { toString(): string };
  readUVarIntString(): string | null;
  readUVarIntArray<T>(read: (decoder: Decoder) => T): T[] | null;
  readTaggedFields(): void;
}

/** Whether a broker knows a request in the version that is written here. */
export function isUnderstood(broker: KafkajsBroker, name: RequestName): boolean {
  const { apiKey, apiVersion } = requests[name];
  return (broker.versions?.[apiKey]?.maxVersion ?? -1) >= apiVersion;
}

/** Asks a coordinator for the state of transactional ids. */
export function describeTransactions(
  transactionalIds: readonly string[],
): ProtocolRequest<TransactionDescription[]> {
  return request(
    "DescribeTransactions",
    (body) =>
      body.writeUVarIntArray(transactionalIds.map((id) => encoder().writeUVarIntString(id))),
    (answer) =>
      arrayOf(answer, (each) => {
        const errorCode = each.readInt16();
        each.readUVarIntString(); // the id
        const state = each.readUVarIntString() ?? "";
        each.readInt32(); // timeout
        each.readInt64(); // start time
        const producerId = each.readInt64().toString();
        const producerEpoch = each.readInt16();
        each.readUVarIntArray((topic) => {
          topic.readUVarIntString();
          topic.readUVarIntArray((partition) => partition.readInt32());
          topic.readTaggedFields();
        });
        each.readTaggedFields();
        return { errorCode, state, producerId, producerEpoch };
      }),
  );
}

/** Asks the leader of partitions for the producers that write to them. */
export function describeProducers(
  topic: string,
  partitions: readonly number[],
): ProtocolRequest<PartitionProducers[]> {
  return request(
    "DescribeProducers",
    (body) => body.writeUVarIntArray([topicOf(topic, partitions)]),
    (answer) => arrayOf(answer, readTopicProducers).flat(),
  );
}

/**
 * Asks a coordinator for a group's positions, which it refuses while a transaction may move them;
 * gives the error codes, of the whole and of each partition.
 */
export function fetchStableOffsets(
  groupId: string,
  topic: string,
  partitions: readonly number[],
): ProtocolRequest<number[]> {
  return request(
    "OffsetFetch",
    (body) =>
      body.writeUVarIntString(groupId)
        .writeUVarIntArray([topicOf(topic, partitions)])
        .writeBoolean(true),
    (answer) => [...arrayOf(answer, readOffsetErrors).flat(), answer.readInt16()],
  );
}

function topicOf(topic: string, partitions: readonly number[]): Encoder {
  return encoder()
    .writeUVarIntString(topic)
    .writeUVarIntArray(partitions.map((partition) => encoder().writeInt32(partition)))
    .writeUVarIntBytes();
}

function readTopicProducers(topic: Decoder): PartitionProducers[] {
  topic.readUVarIntString();
  const producers = arrayOf(topic, (each) => {
    const partition = each.readInt32();
    const errorCode = each.readInt16();
    each.readUVarIntString();
    const found = arrayOf(each, readProducer);
    each.readTaggedFields();
    return { partition, errorCode, open: found.filter((id) => id !== null) };
  });
  topic.readTaggedFields();
  return producers;
}

/** The id of a producer whose transaction is open; null for any other. */
function readProducer(producer: Decoder): string | null {
  const id = producer.readInt64().toString();
  producer.readInt32(); // epoch
  producer.readInt32(); // last sequence
  producer.readInt64(); // last timestamp
  producer.readInt32(); // coordinator epoch
  const isOpen = Number(producer.readInt64().toString()) >= 0; // where its transaction began
  producer.readTaggedFields();
  return isOpen ? id : null;
}

function readOffsetErrors(topic: Decoder): number[] {
  topic.readUVarIntString();
  const errorCodes = arrayOf(topic, (each) => {
    each.readInt32(); // partition
    each.readInt64(); // offset
    each.readInt32(); // leader epoch
    each.readUVarIntString(); // metadata
    const errorCode = each.readInt16();
    each.readTaggedFields();
    return errorCode;
  });
  topic.readTaggedFields();
  return errorCodes;
}

/** Tagged fields end the head and the body of both; kafkajs knows heads without them only. */
function request<T>(
  apiName: RequestName,
  write: (body: Encoder) => Encoder,
  read: (answer: Decoder) => T,
): ProtocolRequest<T> {
  return {
    request: {
      ...requests[apiName],
      apiName,
      encode: () => Promise.resolve(write(encoder().writeUVarIntBytes()).writeUVarIntBytes()),
    },
    response: {
      decode: (bytes) => {
        const Decoder = internal<new (bytes: unknown) => Decoder>(
          "kafkajs/src/protocol/decoder.js",
        );
        const answer = new Decoder(bytes);
        answer.readTaggedFields();
        answer.readInt32(); // throttle time
        return Promise.resolve(read(answer));
      },
      parse: (found) => Promise.resolve(found),
    },
  };
}

/** kafkajs gives null for an array that is null, as some of these may be. */
function arrayOf<T>(decoder: Decoder, read: (decoder: Decoder) => T): T[] {
  return decoder.readUVarIntArray(read) ?? [];
}

function encoder(): Encoder {
  const Encoder = internal<new () => Encoder>("kafkajs/src/protocol/encoder.js");
  return new Encoder();
}
