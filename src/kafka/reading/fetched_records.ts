import type { Buffer } from "node:buffer";
import { FatalError } from "../../errors.ts";
import {
  decodeRecordBatch,
  PartialMessageError,
  type RecordBatch,
  type ResponseDecoder,
} from "./record_batch_decoder.ts";

/** The record batches that a fetch returned for one partition. */
export interface FetchedRecords {
  /** The complete batches, including control batches and aborted ones. */
  readonly batches: readonly RecordBatch[];
  /** The offset after the last complete record batch; null if there is none. */
  readonly nextOffset: number | null;
}

/** The module of kafkajs that {@linkcode decodeFetchedRecords} replaces. */
export const standsFor = "kafkajs/src/protocol/requests/fetch/v4/decodeMessages.js";

const magicPosition = 16;
const magic = 2;
const recordBatchOverhead = 61;

/**
 * Reads all complete record batches that a fetch returned for one partition.
 *
 * The original returns only records. Compaction can remove every record of a batch and keep the empty
 * batch. The original then sees no records, so the consumer does not move and fetches the same empty
 * batch for ever. Only the batch says where the next one begins, so this returns batches. The original
 * also spreads each batch into `push(...)`, which overflows the stack at about 100,000 records.
 */
export async function decodeFetchedRecords(decoder: ResponseDecoder): Promise<FetchedRecords> {
  const { buffer } = decoder;
  const start = decoder.offset + 4;
  const end = start + Math.max(0, buffer.readInt32BE(decoder.offset));
  decoder.offset = end;
  const batches = await decodeBatches(buffer.subarray(start, end));
  if (batches.length === 0 && end > start) refuseFragment(end - start);
  const last = batches.at(-1);
  return { batches, nextOffset: last ? last.nextOffset : null };
}

async function decodeBatches(buffer: Buffer): Promise<RecordBatch[]> {
  const decoder = { buffer, offset: 0 };
  const batches: RecordBatch[] = [];
  while (decoder.offset + recordBatchOverhead <= buffer.length) {
    refuseOtherFormat(buffer, decoder.offset);
    try {
      batches.push(await decodeRecordBatch(decoder));
    } catch (error) {
      if (!(error instanceof PartialMessageError)) throw error;
      break; // truncated by the size limit of the fetch; the next fetch begins with it
    }
  }
  return batches;
}

/**
 * Since version 3 of the fetch request, a broker returns at least one complete batch or nothing.
 * Retrying would return the same fragment for ever. Java's consumer stops here as well.
 */
function refuseFragment(byteLength: number): never {
  throw new FatalError(
    `Cannot continue reading: ${byteLength} fetched bytes contain no complete record batch`,
    "check the partition's log for damage with kafka-dump-log",
  );
}

function refuseOtherFormat(buffer: Buffer, start: number): void {
  const found = buffer.readInt8(start + magicPosition);
  if (found === magic) return;
  throw new FatalError(
    `Cannot read message format ${found} at offset ${buffer.readBigInt64BE(start)}`,
    "copy the topic with a client from Kafka 0.11 or later, which writes message format 2",
  );
}
