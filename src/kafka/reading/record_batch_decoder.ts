import type { Buffer } from "node:buffer";
import { FatalError, messageOf } from "../../errors.ts";
import { type RecordTime, recordTimeOf } from "../../pipeline/record_time.ts";
import { codecOf } from "../compression/codecs.ts";
import { type BatchContext, FetchedRecord } from "./fetched_record.ts";
import { at, readContext, readInt64, verifyBatch } from "./record_batch_header.ts";
import { RecordReader } from "./record_reader.ts";

/** kafkajs' cursor over a response. */
export interface ResponseDecoder {
  /** The whole response. */
  readonly buffer: Buffer;
  /** Where the next byte is read. */
  offset: number;
}

/**
 * One record batch as it lies in a response, its checksum found right. Records are made of it when
 * they are asked for, anew each time: those of a whole fetch, made at once, outlive several
 * collections of the young generation, and each of these copies them.
 */
export class RecordBatch {
  /** What its header says. */
  readonly context: BatchContext;
  readonly #bytes: Buffer;

  /** The bytes are those of this batch and no more. */
  constructor(bytes: Buffer) {
    this.context = readContext(bytes);
    this.#bytes = bytes;
  }

  /** How many records compaction has left, as the header says. */
  get count(): number {
    return this.#bytes.readInt32BE(at.count);
  }

  /** The offset behind it, whatever compaction took from its end. */
  get nextOffset(): number {
    return this.context.firstOffset + this.context.lastOffsetDelta + 1;
  }

  /** What compaction has left, in the order of the log; throws FatalError where it is damaged. */
  get records(): FetchedRecord[] {
    return orFatal(this.#bytes, () => readRecords(this.#bytes, this.context));
  }

  /** Those from an offset on: a fetch begins with the whole batch that holds the offset asked for. */
  recordsFrom(position: number): FetchedRecord[] {
    const { records } = this;
    if (this.context.firstOffset >= position) return records;
    return records.filter(({ offset }) => offset >= position);
  }
}

/** The batch was cut off by the size limit of the fetch; kafkajs knows it by this name. */
export class PartialMessageError extends Error {
  /** kafkajs looks at names, not at classes. */
  override readonly name = "KafkaJSPartialMessageError";
  /** The next fetch begins with the batch; this one is over. */
  readonly retriable = false;
}

/** The module of kafkajs that {@linkcode decodeRecordBatch} stands for. */
export const standsFor = "kafkajs/src/protocol/recordBatch/v0/decoder.js";

/** A decompressed record batch above this size is refused before it fills the memory. */
const maxInflatedBytes = 256 * 1024 * 1024;

const minRecordBytes = 7;

/**
 * Reads the next record batch, after its checksum was found right.
 *
 * The original skips the checksum: a byte that rotted on a disk becomes somebody's user_id, and no
 * later stage can tell. It also turns each offset and timestamp into a BigInt and back into text, which
 * takes longer than all the rest, and folds headers into an object, which forgets their order and mixes
 * up names such as "toString". A wrong checksum ends the consumer: to skip the batch would lose records
 * without a trace, to retry would read the same bytes for ever.
 */
// deno-lint-ignore require-await -- kafkajs awaits it
export async function decodeRecordBatch(decoder: ResponseDecoder): Promise<RecordBatch> {
  const bytes = nextBatch(decoder);
  return orFatal(bytes, () => {
    verifyBatch(bytes);
    return new RecordBatch(bytes);
  });
}

function orFatal<T>(batch: Buffer, read: () => T): T {
  try {
    return read();
  } catch (error) {
    // No `cause`: kafkajs hands on the cause in place of the error, and the action would be lost.
    throw new FatalError(
      `Cannot read the record batch at offset ${readInt64(batch, at.firstOffset)}: ${
        messageOf(error)
      }`,
      "compare the partition's replicas with kafka-dump-log, then restore it or move the group past the batch",
    );
  }
}

function nextBatch(decoder: ResponseDecoder): Buffer {
  const { buffer, offset: start } = decoder;
  const lengthEnd = start + at.length + 4;
  const end = Math.max(lengthEnd, lengthEnd + buffer.readInt32BE(start + at.length));
  decoder.offset = end;
  if (end > buffer.length) {
    throw new PartialMessageError(`${end - buffer.length} bytes of the record batch are missing`);
  }
  return buffer.subarray(start, end);
}

function readRecords(batch: Buffer, context: BatchContext): FetchedRecord[] {
  const count = batch.readInt32BE(at.count);
  if (count === 0) return [];
  const codec = codecOf(batch.readInt16BE(at.attributes));
  const stored = batch.subarray(at.records);
  const bytes = codec ? codec.decompress(stored, maxInflatedBytes) : stored;
  if (count < 0 || count * minRecordBytes > bytes.length) {
    throw new Error(`it has no room for ${count} records`);
  }
  const reader = new RecordReader(bytes);
  const records = new Array<FetchedRecord>(count);
  for (let i = 0; i < count; i++) records[i] = readRecord(reader, context);
  if (reader.position !== bytes.length) throw new Error(`it holds more than ${count} records`);
  return records;
}

function readRecord(reader: RecordReader, context: BatchContext): FetchedRecord {
  const length = reader.varint();
  const end = reader.position + length;
  reader.skip(1); // attributes of a record: none are defined
  const timestamp = readTimestamp(reader, context);
  const offset = context.firstOffset + reader.varint();
  const keyLength = reader.skipNullableBytes();
  const keyStart = reader.position - Math.max(0, keyLength);
  const valueLength = reader.skipNullableBytes();
  const valueStart = reader.position - Math.max(0, valueLength);
  const headers = reader.headers(end);
  if (reader.position !== end) {
    throw new Error(`its record at offset ${offset} is not as long as it says`);
  }
  const [keyEnd, valueEnd] = [keyStart + keyLength, valueStart + valueLength];
  const place = { bytes: reader.bytes, keyStart, keyEnd, valueStart, valueEnd };
  return new FetchedRecord(offset, timestamp, place, headers, context);
}

const exactBelow = 2 ** 52;

function readTimestamp(reader: RecordReader, context: BatchContext): RecordTime {
  const { firstTimestamp, isLogAppendTime, maxTimestamp } = context;
  const start = reader.position;
  const delta = reader.varlong();
  if (isLogAppendTime) return maxTimestamp;
  if (typeof firstTimestamp === "number" && delta < exactBelow && delta > -exactBelow) {
    const timestamp = firstTimestamp + delta;
    if (Number.isSafeInteger(timestamp)) return timestamp;
  }
  reader.position = start;
  // The sum wraps, as Java's does: of two int64 far apart the difference is none.
  return recordTimeOf(BigInt.asIntN(64, BigInt(firstTimestamp) + reader.exactVarlong()));
}
