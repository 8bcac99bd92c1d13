import type { Buffer } from "node:buffer";
import { type RecordTime, recordTimeOf } from "../../pipeline/record_time.ts";
import { crc32c } from "../compression/crc32c.ts";
import type { BatchContext } from "./fetched_record.ts";

/** The positions of header fields (Kafka protocol, "Record Batch", message format 2). */
export const at = {
  firstOffset: 0,
  length: 8,
  partitionLeaderEpoch: 12,
  crc: 17,
  attributes: 21,
  lastOffsetDelta: 23,
  firstTimestamp: 27,
  maxTimestamp: 35,
  producerId: 43,
  producerEpoch: 51,
  firstSequence: 53,
  count: 57,
  records: 61,
};

/** Throws unless the batch has a complete header and a correct checksum. */
export function verifyBatch(batch: Buffer): void {
  if (batch.length < at.records) throw new Error("it is shorter than its header");
  const stored = batch.readUInt32BE(at.crc);
  const computed = crc32c(batch, at.attributes, batch.length);
  if (stored !== computed) {
    throw new Error(`its checksum is ${hex(stored)}, its bytes give ${hex(computed)}`);
  }
}

/** Reads the header fields. */
export function readContext(batch: Buffer): BatchContext {
  const attributes = batch.readInt16BE(at.attributes);
  return {
    firstOffset: readInt64(batch, at.firstOffset),
    lastOffsetDelta: batch.readInt32BE(at.lastOffsetDelta),
    partitionLeaderEpoch: batch.readInt32BE(at.partitionLeaderEpoch),
    firstTimestamp: readTime(batch, at.firstTimestamp),
    maxTimestamp: readTime(batch, at.maxTimestamp),
    isLogAppendTime: (attributes & 0x08) !== 0,
    producerId: batch.readBigInt64BE(at.producerId).toString(),
    producerEpoch: batch.readInt16BE(at.producerEpoch),
    firstSequence: batch.readInt32BE(at.firstSequence),
    inTransaction: (attributes & 0x10) !== 0,
    isControlBatch: (attributes & 0x20) !== 0,
  };
}

/** An int64 as a number, exact up to 2^53. */
export function readInt64(buffer: Buffer, position: number): number {
  return buffer.readInt32BE(position) * 2 ** 32 + buffer.readUInt32BE(position + 4);
}

function readTime(buffer: Buffer, position: number): RecordTime {
  return recordTimeOf(buffer.readBigInt64BE(position));
}

function hex(word: number): string {
  return `0x${word.toString(16).padStart(8, "0")}`;
}
