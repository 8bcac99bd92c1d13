import { Buffer } from "node:buffer";
import type { OutputRecord } from "../../pipeline/record.ts";
import {
  decodeProduceResponse,
  type ProduceAnswer,
  produceResponseVersion,
} from "../corrections/produce_response.ts";
import type { ByteWriter } from "../writing/byte_writer.ts";
import { produceRequest } from "../writing/produce_request.ts";
import { writeRecordBatch } from "../writing/record_batch_writer.ts";
import { mostBytesOf } from "../writing/record_writer.ts";
import type { ByteReader } from "./byte_reader.ts";
import type { ProducerIdentity } from "./end_txn.ts";
import { type ProtocolRequest, protocolRequest } from "./protocol_request.ts";

/** The records of a transaction for one partition, as one record batch. */
export interface PartitionBatch {
  readonly topic: string;
  readonly partition: number;
  readonly firstSequence: number;
  readonly records: readonly OutputRecord[];
}

/** A leader's answer about one partition. */
export interface ProducedBatch {
  readonly topic: string;
  readonly partition: number;
  readonly code: number;
  /** The offset of the first record; -1 if the batch was rejected. */
  readonly baseOffset: number;
  /** The records that caused a rejection, by index in the batch, with the broker's messages. */
  readonly records: readonly { readonly index: number; readonly message: string | null }[];
}

const acksOfAll = -1;
const produceKey = 0;
const batchOverhead = 80;
const requestOverhead = 64;

/**
 * Requests to append record batches to partitions of one leader, in the first protocol (Produce 8,
 * KIP-467, Kafka 2.4). The partitions must have been added to the transaction.
 */
export function produceFirst(
  transactionalId: string,
  { producerId, epoch }: ProducerIdentity,
  timeout: number,
  batches: readonly PartitionBatch[],
): ProtocolRequest<ProducedBatch[]> {
  const topicData = [...Map.groupBy(batches, ({ topic }) => topic)].map(([topic, led]) => ({
    topic,
    partitions: led.map(({ partition, firstSequence, records: messages }) => ({
      ...{ partition, firstSequence, messages },
    })),
  }));
  const producer = { transactionalId, producerId: String(producerId), producerEpoch: epoch };
  const request = produceRequest({ ...producer, topicData, timeout, acks: acksOfAll });
  return {
    request: { ...request, apiVersion: produceResponseVersion },
    response: {
      decode: async (bytes) => producedIn(await decodeProduceResponse(bytes)),
      parse: (found) => Promise.resolve(found),
    },
  };
}

function producedIn({ topics }: ProduceAnswer): ProducedBatch[] {
  return topics.flatMap(({ topicName: topic, partitions }) =>
    partitions.map(({ partition, errorCode: code, baseOffset, recordErrors: records }) => ({
      ...{ topic, partition, code, records },
      baseOffset: Number(baseOffset),
    }))
  );
}

/** The same in the second protocol (Produce 12, KIP-890): the leader adds its partitions itself. */
export function produceSecond(
  transactionalId: string,
  identity: ProducerIdentity,
  timeoutMs: number,
  batches: readonly PartitionBatch[],
): ProtocolRequest<ProducedBatch[]> {
  const topics = [...Map.groupBy(batches, ({ topic }) => topic)];
  return protocolRequest({
    ...{ apiKey: produceKey, apiVersion: 12, apiName: "Produce" },
    capacity: capacityFor(transactionalId, batches),
    write: (body) => {
      body.tags(); // of the header
      body.compactString(transactionalId);
      body.int16(acksOfAll);
      body.int32(timeoutMs);
      body.compactArray(topics, ([topic, led]) => {
        body.compactString(topic);
        body.compactArray(led, (batch) => {
          body.int32(batch.partition);
          writeBatch(body, batch, identity);
          body.tags();
        });
        body.tags();
      });
      body.tags();
    },
    read: readAnswer,
  });
}

/** The size is known only afterwards: a uvarint of five bytes takes the room of a byte and an int32. */
function writeBatch(
  body: ByteWriter,
  { records, firstSequence }: PartitionBatch,
  { producerId, epoch }: ProducerIdentity,
): void {
  const start = body.gap(1);
  writeRecordBatch(body, {
    messages: records,
    compression: 0,
    isTransactional: true,
    producerId,
    producerEpoch: epoch,
    firstSequence,
    nowMs: Date.now(),
  });
  const end = body.position;
  body.position = start;
  body.wideUvarint(end - start - 5 + 1);
  body.position = end;
}

/** An upper bound of the request's size: growing would copy the buffer and make it too large. */
function capacityFor(transactionalId: string, batches: readonly PartitionBatch[]): number {
  let bytes = requestOverhead + Buffer.byteLength(transactionalId);
  for (const { topic, records } of batches) {
    bytes += batchOverhead + Buffer.byteLength(topic);
    for (const record of records) bytes += mostBytesOf(record);
  }
  return bytes;
}

function readAnswer(answer: ByteReader): ProducedBatch[] {
  answer.tags(); // of the header
  return answer.compactArray((each) => {
    const topic = each.compactString() ?? "";
    const batches = each.compactArray((found) => {
      const partition = found.int32();
      const code = found.int16();
      const baseOffset = Number(found.int64());
      found.int64(); // log append time
      found.int64(); // log start offset
      const records = found.compactArray((record) => {
        const rejected = { index: record.int32(), message: record.compactString() };
        record.tags();
        return rejected;
      });
      found.compactString(); // error message of the whole batch
      found.tags();
      return { topic, partition, code, baseOffset, records };
    });
    each.tags();
    return batches;
  }).flat();
}
