import type { Buffer } from "node:buffer";
import { FatalError } from "../../errors.ts";
import {
  decodeRecordBatch,
  PartialMessageError,
  type RecordBatch,
  type ResponseDecoder,
} from "./record_batch_decoder.ts";

/** What a fetch brought for one partition. */
export interface FetchedRecords {
  /** The complete batches, those of control records and aborted ones too. */
  readonly batches: readonly RecordBatch[];
  /** The offset after the last complete record batch, or null when there was none. */
  readonly nextOffset: number | null;
}

/** The module of kafkajs that {@linkcode decodeFetchedRecords} stands for. */
export const standsFor = "kafkajs/src/protocol/requests/fetch/v4/decodeMessages.js";

const magicPosition = 16;
const magic = 2;
const recordBatchOverhead = 61;

/**
 * Reads all complete record batches that a fetch brought for one partition.
 *
 * The original returns the records alone. Compaction can take every record out of a batch and keep
 * the empty batch: the original then sees "no records", the consumer stays where it is and fetches
 * the same empty batch for ever. Only the batch says where the next one begins, so batches are
 * returned. The original also spreads each batch into `push(...)`, which overflows the stack at some
 * 100,000 records.
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
      break; // the size limit of the fetch cut it off; the next fetch begins with it
    }
  }
  return batches;
}

/**
 * Since version 3 of the fetch request a broker sends at least one complete batch, or none at all: to
 * wait for the rest of this one would be to wait for ever. Java's consumer stops here too.
 */
function refuseFragment(byteLength: number): never {
  throw new FatalError(
    `Cannot go on reading as the ${byteLength} bytes fetched hold no complete record batch`,
    "look for damage in the partition's log with kafka-dump-log",
  );
}

function refuseOtherFormat(buffer: Buffer, start: number): void {
  const found = buffer.readInt8(start + magicPosition);
  if (found === magic) return;
  throw new FatalError(
    `Cannot read message format ${found} at offset ${buffer.readBigInt64BE(start)}`,
    "copy the topic with a client of Kafka 0.11 or later, which writes message format 2",
  );
}
