import type { Kafka, Producer, ProducerRecord, RecordMetadata, Transaction } from "kafkajs";
import { TransientError } from "../errors.ts";
import type { OutputRecord } from "../pipeline/record.ts";
import { within } from "./deadline.ts";
import { refusedTimesOf } from "./refused_times.ts";
import { sendChunks, type TopicLimits, type TopicMessages } from "./send_chunks.ts";
import type { Tracing } from "./tracing.ts";

/** What names a transactional producer and bounds what it sends. */
export interface ProducerSettings {
  readonly kafka: Kafka;
  readonly transactionalId: string;
  readonly transactionTimeoutMs: number;
  readonly limits: TopicLimits;
  readonly tracing?: Tracing | null;
  /** Told of each transaction that was not seen to be committed, and why. */
  readonly onGivenUp?: (error: unknown) => void;
}

/** The position of a group in a partition, to be committed with a transaction. */
export interface OffsetCommit {
  readonly groupId: string;
  readonly topic: string;
  readonly partition: number;
  /** The next offset to be read. */
  readonly offset: number;
  readonly memo: string;
}

const abortTimeoutMs = 1_000;
const closeTimeoutMs = 1_000;

/**
 * One kafkajs producer under one transactional id. After any error it is in doubt: kafkajs leaves
 * its state machine in COMMITTING or ABORTING, and a request that timed out may still arrive. So it
 * is thrown away and never used again; a new one under the same id ends what the old one left.
 */
export class TransactionalProducer {
  readonly #producer: Producer;
  readonly #settings: ProducerSettings;
  readonly #deadlineMs: number;

  /** Does nothing yet: {@linkcode fence} makes it the owner of its transactional id. */
  constructor(settings: ProducerSettings) {
    this.#settings = settings;
    // Past this the broker may already have aborted the transaction by itself.
    this.#deadlineMs = settings.transactionTimeoutMs * 0.8;
    this.#producer = settings.kafka.producer({
      transactionalId: settings.transactionalId,
      transactionTimeout: settings.transactionTimeoutMs,
      maxInFlightRequests: 1,
      allowAutoTopicCreation: false,
      // Right after a commit the coordinator still writes its markers and answers
      // CONCURRENT_TRANSACTIONS; kafkajs' usual 300 ms pause there would be the whole latency.
      retry: { initialRetryTime: 5, factor: 0.1, multiplier: 1.5, maxRetryTime: 500, retries: 25 },
    });
  }

  /**
   * Takes the transactional id over: InitProducerId, which the coordinator answers only when the
   * former owner's transaction is over, offsets included, and after which the former owner can
   * write nothing more. An empty begin and abort is kafkajs' only public way to ask for it.
   */
  async fence(): Promise<void> {
    await within(this.#deadlineMs, "connecting a producer", this.#producer.connect());
    const transaction = await within(
      this.#deadlineMs,
      "taking over the transactional id",
      this.#producer.transaction(),
    );
    await transaction.abort();
  }

  /** Runs work in one transaction: committed when it returns, aborted when it throws. */
  async inTransaction(work: (transaction: OpenTransaction) => Promise<void>): Promise<void> {
    try {
      await this.#transact(work);
    } catch (error) {
      this.#settings.onGivenUp?.(error);
      throw error;
    }
  }

  /** Gives the connections back, without waiting for answers that may never come. */
  discard(): void {
    this.#producer.disconnect().catch(() => {});
  }

  /** Disconnects in order. */
  async close(): Promise<void> {
    await within(closeTimeoutMs, "closing a producer", this.#producer.disconnect()).catch(() => {});
  }

  async #transact(work: (transaction: OpenTransaction) => Promise<void>): Promise<void> {
    const transaction = await this.#producer.transaction();
    try {
      const { limits, tracing = null } = this.#settings;
      const open = new OpenTransaction(transaction, limits, tracing);
      await within(this.#deadlineMs, "writing a transaction", work(open));
    } catch (error) {
      // Only a courtesy to readers, who wait for this transaction to end: whether it succeeds or
      // not, the next owner's fence ends it for certain.
      await within(abortTimeoutMs, "aborting", transaction.abort()).catch(() => {});
      throw error;
    }
    await within(this.#deadlineMs, "committing a transaction", transaction.commit());
  }
}

/** A transaction that is neither committed nor aborted yet. */
export class OpenTransaction {
  readonly #transaction: Transaction;
  readonly #limits: TopicLimits;
  readonly #tracing: Tracing | null;

  /** Wraps a transaction of kafkajs. */
  constructor(transaction: Transaction, limits: TopicLimits, tracing: Tracing | null = null) {
    this.#transaction = transaction;
    this.#limits = limits;
    this.#tracing = tracing;
  }

  /** Sends all records, each to the partition it names; gives back what the brokers answered. */
  async send(outputs: readonly OutputRecord[]): Promise<readonly RecordMetadata[]> {
    const send = () => this.#send(outputs);
    return await (this.#tracing === null ? send() : this.#tracing.send(outputs, send));
  }

  /** Adds a group's position to the transaction. */
  async sendOffsets({ groupId, topic, partition, offset, memo }: OffsetCommit): Promise<void> {
    const partitions = [{ partition, offset: String(offset), metadata: memo }];
    const topics = [{ topic, partitions }];
    await this.#transaction.sendOffsets({ consumerGroupId: groupId, topics });
  }

  async #send(outputs: readonly OutputRecord[]): Promise<readonly RecordMetadata[]> {
    const answers: RecordMetadata[] = [];
    for (const topicMessages of sendChunks(outputs, this.#limits)) {
      const records = topicMessages as unknown as ProducerRecord[];
      const answer = await this.#transaction.sendBatch({ topicMessages: records, acks: -1 })
        .catch((error) => {
          throw refusedTimesOf(error, topicMessages) ?? error;
        });
      assertCovered(topicMessages, answer);
      answers.push(...answer);
    }
    return answers;
  }
}

// When a leader moves while a send is tried again, kafkajs leaves out the partitions of a broker that
// has answered already, and sends those once more that moved away from one: what the answers do not
// name was not written, and what they name twice was written twice.
function assertCovered(
  sent: readonly TopicMessages[],
  answers: readonly RecordMetadata[],
): void {
  const written = new Set<string>();
  for (const { topicName, partition } of answers) {
    const place = `${topicName}/${partition}`;
    if (written.has(place)) {
      throw new TransientError(`Cannot commit: "${topicName}[${partition}]" was written twice`);
    }
    written.add(place);
  }
  for (const { topic, messages } of sent) {
    for (const { partition } of messages) {
      if (written.has(`${topic}/${partition}`)) continue;
      throw new TransientError(`Cannot commit: no broker answered for "${topic}[${partition}]"`);
    }
  }
}
