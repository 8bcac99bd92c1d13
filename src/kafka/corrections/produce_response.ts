import { internal } from "./commonjs.ts";

/** Why a broker took none of the records that a request had for a partition. */
export interface RefusedBatch {
  /** The topic's name. */
  readonly topic: string;
  /** The partition's number in its topic. */
  readonly partition: number;
  /** The protocol's number of the error. */
  readonly errorCode: number;
  /** Which records of the batch are to blame, counted from 0, and the broker's words. */
  readonly records: readonly { readonly index: number; readonly message: string | null }[];
}

/** kafkajs' table of the versions of a request. */
export interface Requests {
  /** Numbers, as texts. */
  readonly versions: readonly string[];
  /** Gives what makes a request of a version and reads its answer. */
  readonly protocol: (options: { readonly version: number }) => (args: unknown) => Exchange;
}

/** A request, and how its answer is read. */
export interface Exchange {
  /** What is sent. */
  readonly request: object;
  /** What reads the answer, and throws where it is an error. */
  readonly response: unknown;
}

interface Decoder {
  readInt16(): number;
  readInt32(): number;
  readInt64(): { toString(): string };
  readString(): string | null;
  readArray<T>(read: (decoder: Decoder) => T): T[];
}

interface PartitionAnswer {
  readonly partition: number;
  readonly errorCode: number;
  readonly baseOffset: string;
  readonly recordErrors: RefusedBatch["records"];
}

interface Answer {
  readonly topics: readonly { topicName: string; partitions: readonly PartitionAnswer[] }[];
}

/** The module of kafkajs that {@linkcode knowRefusedRecords} corrects. */
export const corrects = "kafkajs/src/protocol/requests/produce/index.js";

const version = 8;
const refusedBatches = "refusedBatches";

/**
 * Adds version 8 of the produce request (KIP-467, brokers from 2.4 on), whose answer names the
 * records that were refused.
 *
 * The original ends with version 7, where one record with a timestamp that its topic does not take
 * is an error of the whole batch: nobody could tell which of ten thousand records was meant.
 */
export function knowRefusedRecords(original: Requests): Requests {
  return {
    versions: [...original.versions, String(version)],
    protocol: (options) => {
      if (options.version !== version) return original.protocol(options);
      const before = original.protocol({ version: version - 1 });
      return (args) => {
        const request = Object.assign({}, before(args).request, { apiVersion: version });
        return { request, response: { decode, parse } };
      };
    },
  };
}

/** The batches that an error of a produce request tells of; none for other errors. */
export function refusedBatchesOf(error: unknown): readonly RefusedBatch[] {
  const isKnown = typeof error === "object" && error !== null && refusedBatches in error;
  return isKnown ? error[refusedBatches] as readonly RefusedBatch[] : [];
}

// deno-lint-ignore require-await -- kafkajs awaits it
async function decode(bytes: unknown): Promise<Answer & { clientSideThrottleTime: number }> {
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
  decoder.readString(); // what is said of the whole batch
  const answer = { partition, errorCode, baseOffset, logAppendTime, logStartOffset };
  return { ...answer, recordErrors };
}

// deno-lint-ignore require-await -- kafkajs awaits it
async function parse(answer: Answer): Promise<Answer> {
  const refused = answer.topics.flatMap(({ topicName: topic, partitions }) =>
    partitions.filter(({ errorCode }) => errorCode !== 0).map((found): RefusedBatch => {
      const { partition, errorCode, recordErrors: records } = found;
      return { topic, partition, errorCode, records };
    })
  );
  if (refused.length === 0) return answer;
  const { createErrorFromCode } = internal<{ createErrorFromCode: (code: number) => Error }>(
    "kafkajs/src/protocol/error.js",
  );
  throw Object.assign(createErrorFromCode(refused[0]!.errorCode), { [refusedBatches]: refused });
}
