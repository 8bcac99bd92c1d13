import { arrayOf, type Decoder, type Encoder, encoder, request } from "./flexible_request.ts";
import type { ProtocolRequest } from "./internals.ts";

/** A coordinator's description of a transactional id. */
export interface TransactionDescription {
  readonly errorCode: number;
  /** Kafka's name for it: Empty, Ongoing, PrepareCommit, CompleteCommit, ... */
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

/** Requests the state of transactional ids from their coordinator. */
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

/** Requests the active producers of partitions from their leader. */
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
 * Requests a group's positions, which the coordinator refuses while an open transaction may move
 * them. Returns the error codes, of each partition and of the whole answer.
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

/** The id of a producer with an open transaction; null for any other. */
function readProducer(producer: Decoder): string | null {
  const id = producer.readInt64().toString();
  producer.readInt32(); // epoch
  producer.readInt32(); // last sequence
  producer.readInt64(); // last timestamp
  producer.readInt32(); // coordinator epoch
  const isOpen = Number(producer.readInt64().toString()) >= 0; // start offset of its transaction
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
