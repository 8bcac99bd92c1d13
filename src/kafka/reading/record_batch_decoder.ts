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
 * A record batch in a response, with a verified checksum. Its records are decoded at each access and
 * not kept: the records of a whole fetch would survive several young-generation collections, each of
 * which copies them.
 */
export class RecordBatch {
  /** Its header fields. */
  readonly context: BatchContext;
  readonly #bytes: Buffer;

  /** Takes exactly the bytes of this batch. */
  constructor(bytes: Buffer) {
    this.context = readContext(bytes);
    this.#bytes = bytes;
  }

  /** The number of records that remain after compaction, from the header. */
  get count(): number {
    return this.#bytes.readInt32BE(at.count);
  }

  /** The offset after it, even if compaction removed its last records. */
  get nextOffset(): number {
    return this.context.firstOffset + this.context.lastOffsetDelta + 1;
  }

  /** Its remaining records, in the order of the log. Throws FatalError if it is damaged. */
  get records(): FetchedRecord[] {
    return orFatal(this.#bytes, () => readRecords(this.#bytes, this.context));
  }

  /** The records from an offset on. A fetch returns the whole batch that contains that offset. */
  recordsFrom(position: number): FetchedRecord[] {
    const { records } = this;
    if (this.context.firstOffset >= position) return records;
    return records.filter(({ offset }) => offset >= position);
  }
}

/** The batch was truncated by the size limit of the fetch. kafkajs checks for this name. */
export class PartialMessageError extends Error {
  /** kafkajs compares names, not classes. */
  override readonly name = "KafkaJSPartialMessageError";
  /** Not retriable: the next fetch begins with this batch. */
  readonly retriable = false;
}

/** The module of kafkajs that {@linkcode decodeRecordBatch} replaces. */
export const standsFor = "kafkajs/src/protocol/recordBatch/v0/decoder.js";

/** A record batch that decompresses to more than this is refused before it fills the memory. */
const maxInflatedBytes = 256 * 1024 * 1024;

const minRecordBytes = 7;

/**
 * Reads the next record batch and verifies its checksum.
 *
 * The original does not verify the checksum, so a byte that was corrupted on a disk becomes part of a
 * user_id, and no later stage can detect it. It also converts each offset and timestamp to a BigInt and
 * back to text, which takes longer than everything else, and puts headers into an object, which loses
 * their order and confuses names such as "toString". A wrong checksum stops the consumer: skipping the
 * batch would lose records silently, and retrying would read the same bytes for ever.
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
    // No `cause`: kafkajs throws the cause instead of the error, and the action would be lost.
    throw new FatalError(
      `Cannot read the record batch at offset ${readInt64(batch, at.firstOffset)}: ${
        messageOf(error)
      }`,
      "compare the partition's replicas with kafka-dump-log, then restore the partition or move the group past the batch",
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
    throw new Error(`it is too short for ${count} records`);
  }
  const reader = new RecordReader(bytes);
  const records = new Array<FetchedRecord>(count);
  for (let i = 0; i < count; i++) records[i] = readRecord(reader, context);
  if (reader.position !== bytes.length) throw new Error(`it contains more than ${count} records`);
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
  // The sum wraps, as in Java: the difference of two distant int64 does not fit into an int64.
  return recordTimeOf(BigInt.asIntN(64, BigInt(firstTimestamp) + reader.exactVarlong()));
}
