import { type RecordTime, recordTimeOf } from "../../pipeline/record_time.ts";
import { codecOf } from "../compression/codecs.ts";
import { crc32c } from "../compression/crc32c.ts";
import type { ByteWriter } from "./byte_writer.ts";
import { type MessageToSend, writeRecord } from "./record_writer.ts";

/** A record batch for one partition. */
export interface BatchToSend {
  /** In the order of the log. */
  readonly messages: readonly MessageToSend[];
  /** The codec's number in the Kafka protocol; 0 means no compression. */
  readonly compression: number;
  /** Whether the records belong to a transaction. */
  readonly isTransactional: boolean;
  /** -1 for a producer that is not idempotent. */
  readonly producerId: bigint;
  /** The epoch of the producer id. */
  readonly producerEpoch: number;
  /** The sequence number of the first message. */
  readonly firstSequence: number;
  /** The timestamp for messages without one. */
  readonly nowMs: number;
}

const magic = 2;
const transactional = 0x10;

/** Writes one record batch (Kafka protocol, "Record Batch", message format 2) after its size. */
export function writeRecordBatch(writer: ByteWriter, batch: BatchToSend): void {
  const { messages } = batch;
  const size = writer.gap(4);
  writer.int64(0); // base offset, set by the broker
  const length = writer.gap(4);
  writer.int32(0); // partition leader epoch, set by the broker
  writer.int8(magic);
  const crc = writer.gap(4);
  const attributes = writer.position;
  writer.int16(batch.compression | (batch.isTransactional ? transactional : 0));
  writer.int32(messages.length - 1);
  const timestamps = writer.gap(16);
  writeProducer(writer, batch);
  writer.int32(messages.length);
  const { first, max } = writeRecords(writer, batch);

  const end = writer.position;
  writer.position = timestamps;
  writer.int64(first);
  writer.int64(max);
  writer.position = end;
  writer.buf.writeInt32BE(end - size - 4, size);
  writer.buf.writeInt32BE(end - length - 4, length);
  writer.buf.writeUInt32BE(crc32c(writer.buf, attributes, end), crc);
}

function writeProducer(writer: ByteWriter, batch: BatchToSend): void {
  const start = writer.gap(8);
  writer.buf.writeBigInt64BE(batch.producerId, start);
  writer.int16(batch.producerEpoch);
  writer.int32(batch.firstSequence);
}

function writeRecords(
  writer: ByteWriter,
  { messages, compression, nowMs }: BatchToSend,
): { first: RecordTime; max: RecordTime } {
  const start = writer.position;
  const first = messages.length > 0 ? timestampOf(messages[0]!, nowMs) : nowMs;
  let max = first;
  for (let i = 0; i < messages.length; i++) {
    const timestamp = timestampOf(messages[i]!, nowMs);
    if (timestamp > max) max = timestamp;
    writeRecord(writer, messages[i]!, i, deltaOf(timestamp, first));
  }
  const codec = codecOf(compression);
  if (codec) {
    const compressed = codec.compress(writer.buf.subarray(start, writer.position));
    writer.position = start;
    writer.bytes(compressed, compressed.length);
  }
  return { first, max };
}

function timestampOf({ timestamp }: MessageToSend, nowMs: number): RecordTime {
  return typeof timestamp === "string" ? recordTimeOf(BigInt(timestamp)) : timestamp ?? nowMs;
}

const exactUpTo = 2 ** 52;

/** The delta from the first timestamp to another. It wraps, as Java's readers expect. */
function deltaOf(timestamp: RecordTime, first: RecordTime): RecordTime {
  if (typeof timestamp === "number" && typeof first === "number") {
    const delta = timestamp - first;
    if (delta < exactUpTo && delta > -exactUpTo) return delta;
  }
  return BigInt.asIntN(64, BigInt(timestamp) - BigInt(first));
}
