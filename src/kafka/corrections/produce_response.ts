import { internal } from "./commonjs.ts";

/** Why a broker rejected all records of a request for a partition. */
export interface RefusedBatch {
  /** The topic's name. */
  readonly topic: string;
  /** The partition's number in its topic. */
  readonly partition: number;
  /** The protocol's number of the error. */
  readonly code: number;
  /** The records that caused it, by index in the batch, with the broker's messages. */
  readonly records: readonly { readonly index: number; readonly message: string | null }[];
}

/** kafkajs' table of the versions of a request. */
export interface Requests {
  /** Version numbers as texts. */
  readonly versions: readonly string[];
  /** Returns the encoder and decoder of a version. */
  readonly protocol: (options: { readonly version: number }) => (args: unknown) => Exchange;
}

/** A request, and how its answer is read. */
export interface Exchange {
  /** The request to send. */
  readonly request: object;
  /** Reads the answer, and throws if it is an error. */
  readonly response: unknown;
}

interface Decoder {
  readInt16(): number;
  readInt32(): number;
  readInt64(): { toString(): string };
  readString(): string | null;
  readArray<T>(read: (decoder: Decoder) => T): T[];
}

/** Its part about one partition. */
export interface PartitionAnswer {
  readonly partition: number;
  readonly errorCode: number;
  readonly baseOffset: string;
  readonly recordErrors: RefusedBatch["records"];
}

/** An answer to a produce request. */
export interface ProduceAnswer {
  readonly topics: readonly { topicName: string; partitions: readonly PartitionAnswer[] }[];
}

/** The module of kafkajs that {@linkcode knowRefusedRecords} corrects. */
export const corrects = "kafkajs/src/protocol/requests/produce/index.js";

/** The version that this file adds. */
export const produceResponseVersion = 8;
const refusedBatches = "refusedBatches";

/**
 * Adds version 8 of the produce request (KIP-467, Kafka 2.4), whose answer names the rejected records.
 *
 * The original ends with version 7. There, one record with a timestamp that its topic rejects is an
 * error of the whole batch, and the answer does not say which of ten thousand records caused it.
 */
export function knowRefusedRecords(original: Requests): Requests {
  return {
    versions: [...original.versions, String(produceResponseVersion)],
    protocol: (options) => {
      if (options.version !== produceResponseVersion) return original.protocol(options);
      const previous = original.protocol({ version: produceResponseVersion - 1 });
      return (args) => {
        const request = Object.assign({}, previous(args).request, {
          apiVersion: produceResponseVersion,
        });
        return { request, response: { decode: decodeProduceResponse, parse } };
      };
    },
  };
}

/** The rejected batches in an error of a produce request; none for other errors. */
export function refusedBatchesOf(error: unknown): readonly RefusedBatch[] {
  const isKnown = typeof error === "object" && error !== null && refusedBatches in error;
  return isKnown ? error[refusedBatches] as readonly RefusedBatch[] : [];
}

/** Reads an answer of version 8. */
// deno-lint-ignore require-await -- kafkajs awaits it
export async function decodeProduceResponse(
  bytes: unknown,
): Promise<ProduceAnswer & { clientSideThrottleTime: number }> {
  const KafkajsDecoder = internal<new (bytes: unknown) => Decoder>(
    "kafkajs/src/protocol/decoder.js",
  );
  const decoder = new KafkajsDecoder(bytes);
  const topics = decoder.readArray((topic) => ({
    topicName: topic.readString() ?? "",
    partitions: topic.readArray(readPartition),
  }));
  const clientSideThrottleTime = decoder.readInt32();
  return Object.assign({ topics, clientSideThrottleTime }, { throttleTime: 0 });
}

function readPartition(decoder: Decoder): PartitionAnswer {
  const partition = decoder.readInt32();
  const errorCode = decoder.readInt16();
  const baseOffset = decoder.readInt64().toString();
  const logAppendTime = decoder.readInt64().toString();
  const logStartOffset = decoder.readInt64().toString();
  const recordErrors = decoder.readArray((record) => ({
    index: record.readInt32(),
    message: record.readString(),
  }));
  decoder.readString(); // error message of the whole batch
  const answer = { partition, errorCode, baseOffset, logAppendTime, logStartOffset };
  return { ...answer, recordErrors };
}

// deno-lint-ignore require-await -- kafkajs awaits it
async function parse(answer: ProduceAnswer): Promise<ProduceAnswer> {
  const refused = answer.topics.flatMap(({ topicName: topic, partitions }) =>
    partitions.filter(({ errorCode }) => errorCode !== 0).map((found): RefusedBatch => {
      const { partition, errorCode, recordErrors: records } = found;
      return { topic, partition, code: errorCode, records };
    })
  );
  if (refused.length === 0) return answer;
  const { createErrorFromCode } = internal<{ createErrorFromCode: (code: number) => Error }>(
    "kafkajs/src/protocol/error.js",
  );
  throw Object.assign(createErrorFromCode(refused[0]!.code), { [refusedBatches]: refused });
}
