import { Buffer } from "node:buffer";
import { crc32c } from "../../../../src/kafka/compression/crc32c.ts";
import { ByteWriter } from "../../../../src/kafka/writing/byte_writer.ts";
import { writeRecordBatch } from "../../../../src/kafka/writing/record_batch_writer.ts";
import type { MessageToSend } from "../../../../src/kafka/writing/record_writer.ts";

/** The properties of a record batch in a test, with ordinary defaults. */
export interface BatchShape {
  readonly firstOffset?: number;
  readonly lastOffsetDelta?: number;
  readonly messages?: readonly MessageToSend[];
  readonly compression?: number;
  readonly producerId?: number;
  readonly inTransaction?: boolean;
  readonly isControlBatch?: boolean;
}

const controlFlag = 0x20;

/** A record batch as a broker would store it. */
export function recordBatchBytes(shape: BatchShape): Buffer {
  const { messages = [], compression = 0, inTransaction = false, producerId = -1 } = shape;
  const writer = new ByteWriter(64);
  writeRecordBatch(writer, {
    messages,
    compression,
    isTransactional: inTransaction,
    producerId: BigInt(producerId),
    producerEpoch: 0,
    firstSequence: 0,
    nowMs: 1_720_576_825_000,
  });
  const batch = writer.buffer.subarray(4);
  batch.writeBigInt64BE(BigInt(shape.firstOffset ?? 0), 0);
  if (shape.isControlBatch) batch[22]! |= controlFlag;
  batch.writeInt32BE(shape.lastOffsetDelta ?? messages.length - 1, 23);
  return withChecksum(batch);
}

/** The marker with which a broker ends a producer's transaction. */
export function endMarkerBytes(offset: number, producerId: number, type: 0 | 1): Buffer {
  return recordBatchBytes({
    firstOffset: offset,
    messages: [{ key: Buffer.from([0, 0, 0, type]), value: Buffer.alloc(6) }],
    producerId,
    inTransaction: true,
    isControlBatch: true,
  });
}

/** The batch with the correct checksum of its current bytes. */
export function withChecksum(batch: Buffer): Buffer {
  batch.writeUInt32BE(crc32c(batch, 21, batch.length), 17);
  return batch;
}

/** The records of one partition in a fetch response: a length and the batches, possibly truncated. */
export function fetchedBytes(...batches: Buffer[]): { buffer: Buffer; offset: number } {
  const records = Buffer.concat(batches);
  const length = Buffer.alloc(4);
  length.writeInt32BE(records.length);
  return { buffer: Buffer.concat([length, records]), offset: 0 };
}
