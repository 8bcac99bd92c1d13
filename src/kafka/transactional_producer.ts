import type { Kafka, Producer, ProducerRecord, RecordMetadata, Transaction } from "kafkajs";
import { TransientError } from "../errors.ts";
import type { OutputRecord } from "../pipeline/record.ts";
import { within } from "./deadline.ts";
import { refusedTimesOf } from "./refused_times.ts";
import { sendChunks, type TopicLimits, type TopicMessages } from "./send_chunks.ts";
import type { Tracing } from "./tracing.ts";

/** The identity and the limits of a transactional producer. */
export interface ProducerSettings {
  readonly kafka: Kafka;
  readonly transactionalId: string;
  readonly transactionTimeoutMs: number;
  readonly limits: TopicLimits;
  readonly tracing?: Tracing | null;
  /** Receives the error of each transaction that may not have been committed. */
  readonly onGivenUp?: (error: unknown) => void;
}

/** An offset of a group, to commit with a transaction. */
export interface OffsetCommit {
  readonly groupId: string;
  readonly topic: string;
  readonly partition: number;
  /** The next offset to read. */
  readonly offset: number;
  readonly memo: string;
}

const abortTimeoutMs = 1_000;
const closeTimeoutMs = 1_000;

/**
 * A kafkajs producer with a transactional id. After any error its state is in doubt: kafkajs leaves
 * its state machine in COMMITTING or ABORTING, and a request that timed out may still arrive. So it
 * is discarded. A new producer with the same id ends the old one's transaction.
 */
export class TransactionalProducer {
  readonly #producer: Producer;
  readonly #settings: ProducerSettings;
  readonly #deadlineMs: number;

  /** Does not connect yet. {@linkcode fence} makes it the owner of its transactional id. */
  constructor(settings: ProducerSettings) {
    this.#settings = settings;
    // After this time the broker may already have aborted the transaction.
    this.#deadlineMs = settings.transactionTimeoutMs * 0.8;
    this.#producer = settings.kafka.producer({
      transactionalId: settings.transactionalId,
      transactionTimeout: settings.transactionTimeoutMs,
      maxInFlightRequests: 1,
      allowAutoTopicCreation: false,
      // Right after a commit the coordinator is still writing end markers, and answers
      // CONCURRENT_TRANSACTIONS. kafkajs' default pause of 300 ms would dominate the latency.
      retry: { initialRetryTime: 5, factor: 0.1, multiplier: 1.5, maxRetryTime: 500, retries: 25 },
    });
  }

  /**
   * Takes over the transactional id with InitProducerId. The coordinator answers only when the former
   * owner's transaction has ended, offsets included. After that the former owner can write nothing.
   * An empty begin and abort is the only way to send it through kafkajs' public API.
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

  /** Runs work in one transaction: commits when it returns, aborts when it throws. */
  async inTransaction(work: (transaction: OpenTransaction) => Promise<void>): Promise<void> {
    try {
      await this.#transact(work);
    } catch (error) {
      this.#settings.onGivenUp?.(error);
      throw error;
    }
  }

  /** Closes the connections, without waiting for answers that may never arrive. */
  discard(): void {
    this.#producer.disconnect().catch(() => {});
  }

  /** Disconnects and waits for it. */
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
      // This only spares consumers a wait for the end of the transaction. Even if it fails, the next
      // owner's fence ends the transaction.
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

  /** Wraps a kafkajs transaction. */
  constructor(transaction: Transaction, limits: TopicLimits, tracing: Tracing | null = null) {
    this.#transaction = transaction;
    this.#limits = limits;
    this.#tracing = tracing;
  }

  /** Sends all records, each to the partition that it names, and returns the brokers' answers. */
  async send(outputs: readonly OutputRecord[]): Promise<readonly RecordMetadata[]> {
    const send = () => this.#send(outputs);
    return await (this.#tracing === null ? send() : this.#tracing.send(outputs, send));
  }

  /** Adds a group's offset to the transaction. */
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

// When a leader moves during a retry, kafkajs skips the partitions of a broker that has already
// answered, and sends partitions again that moved away from such a broker. So a partition missing from
// the answers was not written, and a partition that occurs twice was written twice.
function assertCovered(
  sent: readonly TopicMessages[],
  answers: readonly RecordMetadata[],
): void {
  const written = new Set<string>();
  for (const { topicName, partition } of answers) {
    const topicPartition = `${topicName}/${partition}`;
    if (written.has(topicPartition)) {
      throw new TransientError(`Cannot commit: "${topicName}[${partition}]" was written twice`);
    }
    written.add(topicPartition);
  }
  for (const { topic, messages } of sent) {
    for (const { partition } of messages) {
      if (written.has(`${topic}/${partition}`)) continue;
      throw new TransientError(`Cannot commit: no broker answered for "${topic}[${partition}]"`);
    }
  }
}
