import { assertEquals } from "@std/assert";
import {
  corrects,
  type CreateSendMessages,
  settleBeforeRetry,
} from "../../src/kafka/corrections/send_messages.ts";
import { internal } from "../../src/kafka/kafkajs.ts";
import { withKafkajs } from "../support/with_kafkajs.ts";

const answerMs = 50;
const retryMs = 5;

/** A cluster of two: node 1 refuses the first request at once, node 2 answers slowly. */
class TwoBrokers {
  /** The first sequence number of each request to node 2. */
  readonly sequences: number[] = [];
  #isRefused = false;

  readonly cluster = {
    isConnected: () => true,
    addMultipleTargetTopics: () => Promise.resolve(),
    refreshMetadata: () => Promise.resolve(),
    refreshMetadataIfNecessary: () => Promise.resolve(),
    findTopicPartitionMetadata: () => [{ partitionId: 0 }, { partitionId: 1 }],
    findLeaderForPartitions: () => ({ "1": [0], "2": [1] }),
    findBroker: ({ nodeId }: { nodeId: string }) => Promise.resolve(this.#brokers[nodeId]),
  };

  readonly #brokers: Readonly<Record<string, object>> = {
    "1": { nodeId: 1, produce: () => this.#refuseOnce() },
    "2": { nodeId: 2, produce: (request: Request) => this.#answerLate(request) },
  };

  #refuseOnce(): Promise<unknown> {
    if (this.#isRefused) return Promise.resolve(answerFor(0));
    this.#isRefused = true;
    const error = { name: "KafkaJSProtocolError", retriable: true, message: "moved" };
    return Promise.reject(Object.assign(new Error(error.message), error));
  }

  async #answerLate({ topicData }: Request): Promise<unknown> {
    this.sequences.push(topicData[0]!.partitions[0]!.firstSequence);
    await new Promise((resolve) => setTimeout(resolve, answerMs));
    return answerFor(1);
  }
}

interface Request {
  readonly topicData: readonly { partitions: readonly { firstSequence: number }[] }[];
}

function answerFor(partition: number): object {
  return { topics: [{ topicName: "facts", partitions: [{ partition, errorCode: 0 }] }] };
}

/** Sequence numbers as an idempotent producer counts them. */
function sequences() {
  const next = new Map<number, number>();
  return {
    isTransactional: () => false,
    getProducerId: () => 1,
    getProducerEpoch: () => 0,
    acquireBrokerLock: () => Promise.resolve(),
    releaseBrokerLock: () => {},
    getSequence: (_: string, partition: number) => next.get(partition) ?? 0,
    updateSequence: (_: string, partition: number, count: number) => {
      next.set(partition, (next.get(partition) ?? 0) + count);
    },
  };
}

async function retrier(attempt: (...words: unknown[]) => Promise<unknown>): Promise<unknown> {
  try {
    return await attempt(() => {}, 0, 0);
  } catch {
    await new Promise((resolve) => setTimeout(resolve, retryMs));
    return await attempt(() => {}, 1, retryMs);
  }
}

/** Sends a record to each of two brokers; returns the requests to the slow one. */
async function sentToSlowBroker(create: CreateSendMessages): Promise<readonly number[]> {
  const { cluster, sequences: sent } = new TwoBrokers();
  const logger = { debug() {}, error() {} };
  const partitioner = ({ message }: { message: { partition: number } }) => message.partition;
  const options = { logger, cluster, partitioner, eosManager: sequences(), retrier };
  const messages = [0, 1].map((partition) => ({ partition, key: null, value: null }));
  const send = create(options);
  await send({ acks: -1, topicMessages: [{ topic: "facts", messages }] });
  await new Promise((resolve) => setTimeout(resolve, 2 * answerMs));
  return sent;
}

withKafkajs(
  "kafkajs resends a request that a slow broker is still answering; the correction waits",
  async () => {
    const original = internal<CreateSendMessages>(corrects);
    assertEquals(await sentToSlowBroker(original), [0, 1]);
    assertEquals(await sentToSlowBroker(settleBeforeRetry(original)), [0]);
  },
);
