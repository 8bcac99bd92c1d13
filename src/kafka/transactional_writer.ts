import { TransientError } from "../errors.ts";
import type { OutputRecord } from "../pipeline/record.ts";
import { brokerError, type Need } from "./access/broker_error.ts";
import { errorType, isUnanswered } from "./access/error_type.ts";
import { type BaseOffsets, BatchSender } from "./batch_sender.ts";
import { within } from "./deadline.ts";
import type { KafkajsBroker, KafkajsCluster } from "./internals.ts";
import { Patience } from "./patience.ts";
import type { ProducerIdentity } from "./protocol/end_txn.ts";
import { type GroupOffsets, txnOffsetCommit } from "./protocol/txn_offset_commit.ts";
import { sendChunks, type TopicLimits } from "./send_chunks.ts";
import type { Tracing } from "./tracing.ts";
import type {
  TransactionOwner,
  TransactionProtocol,
  TransactionScope,
} from "./transaction_protocol.ts";

/** The identity and the limits of a transactional writer. */
export interface WriterSettings {
  /** Its connections are for writing alone: a fetch that waits would delay it. */
  readonly cluster: KafkajsCluster;
  readonly transactionalId: string;
  /** After this time the coordinator aborts an open transaction. */
  readonly transactionTimeoutMs: number;
  readonly limits: TopicLimits;
  readonly protocol: TransactionProtocol;
  readonly tracing?: Tracing | null;
}

const transactionType = 1;
const abortTimeoutMs = 1_000;
const noIdentity: ProducerIdentity = { producerId: -1n, epoch: -1 };

/** The coordinator is busy with the former transaction, is loading, or has moved. */
const busyTypes: ReadonlySet<string> = new Set([
  "CONCURRENT_TRANSACTIONS",
  "GROUP_LOAD_IN_PROGRESS",
  "GROUP_COORDINATOR_NOT_AVAILABLE",
  "NOT_COORDINATOR_FOR_GROUP",
]);

/**
 * The producer of one transactional id. After any error its state is in doubt, because a request without
 * an answer may still arrive. So it is closed, and another writer with another id continues.
 *
 * The order of a transaction: {@linkcode open} once; then {@linkcode write}, which resolves when all
 * records and offsets are accepted; then {@linkcode commit}.
 */
export class TransactionalWriter {
  readonly #settings: WriterSettings;
  /** After this time the broker may already have aborted the transaction. */
  readonly #deadlineMs: number;
  readonly #sender: BatchSender;
  #identity = noIdentity;
  #coordinator: Promise<KafkajsBroker> | null = null;
  #groupCoordinator: Promise<KafkajsBroker> | null = null;
  /** Whether the transaction may be aborted: it has begun, and no request is without an answer. */
  #isAbortable = false;
  #isClosed = false;

  /** Does not send anything yet. */
  constructor(settings: WriterSettings) {
    this.#settings = settings;
    this.#deadlineMs = settings.transactionTimeoutMs * 0.8;
    this.#sender = new BatchSender(settings, this.#deadlineMs);
  }

  /** Its transactional id. */
  get transactionalId(): string {
    return this.#settings.transactionalId;
  }

  get #owner(): TransactionOwner {
    return { ...this.#identity, transactionalId: this.transactionalId };
  }

  /**
   * Registers the id with InitProducerId. If the id has an open transaction, the coordinator aborts it
   * before it answers, and rejects all later requests of the former owner.
   */
  async open(): Promise<void> {
    const { transactionalId, transactionTimeoutMs: transactionTimeout } = this.#settings;
    const found = await this.#timed(
      "opening a transactional id",
      () =>
        this.#patiently("open a transactional id", async () => {
          const coordinator = await this.#findCoordinator();
          return await coordinator.initProducerId({ transactionalId, transactionTimeout });
        }),
    );
    this.#identity = { producerId: BigInt(found.producerId), epoch: found.producerEpoch };
  }

  /**
   * Writes records and offsets in a new transaction, which stays open. Resolves when the brokers have
   * accepted all of them.
   *
   * Records and offsets travel at the same time. Both answers are awaited even if one is an error: before
   * Kafka 3.6, an abort that overtakes the records leaves them in a transaction that nobody ends.
   */
  async write(
    outputs: readonly OutputRecord[],
    offsets: GroupOffsets | null,
  ): Promise<BaseOffsets> {
    const chunks = [...sendChunks(outputs, this.#settings.limits)];
    return await this.#timed("writing a transaction", async () => {
      await this.#begin(chunks.flat(), offsets);
      const [sent, committed] = await Promise.allSettled([
        this.#traced(outputs, () => this.#sender.send(this.#owner, chunks)),
        offsets === null ? null : this.#commitOffsets(offsets),
      ]);
      this.#isAbortable = ![sent, committed].some((each) =>
        each.status === "rejected" && isUnanswered(each.reason)
      );
      if (committed.status === "rejected") throw committed.reason;
      if (sent.status === "rejected") throw sent.reason;
      return sent.value;
    });
  }

  /** Commits what was written. If it rejects, the outcome is unknown. */
  async commit(): Promise<void> {
    this.#isAbortable = false;
    await this.#timed("committing a transaction", () => this.#commit());
  }

  /** Writes and commits; aborts if the write fails. */
  async transact(
    outputs: readonly OutputRecord[],
    offsets: GroupOffsets | null,
  ): Promise<BaseOffsets> {
    try {
      const written = await this.write(outputs, offsets);
      await this.commit();
      return written;
    } catch (error) {
      await this.close();
      throw error;
    }
  }

  /**
   * Gives the id up, and aborts a transaction that was not committed. That only spares consumers a wait
   * until the coordinator ends it, so it takes at most a second and never rejects.
   */
  async close(): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#sender.close();
    if (!this.#isAbortable) return;
    this.#isAbortable = false;
    await within(abortTimeoutMs, "aborting", this.#end(false)).catch(() => {});
  }

  async #begin(
    batches: TransactionScope["batches"],
    offsets: GroupOffsets | null,
  ): Promise<void> {
    const { begin } = this.#settings.protocol;
    if (begin === null) return;
    const scope = { batches, groupId: offsets?.groupId ?? null };
    await this.#patiently("begin a transaction", async () => {
      await begin(await this.#findCoordinator(), this.#owner, scope);
    });
  }

  async #commitOffsets(offsets: GroupOffsets): Promise<void> {
    const { protocol: { offsetCommitVersion }, transactionalId } = this.#settings;
    const { groupId, topic } = offsets;
    const need: Need = {
      TransactionalId: ["Write", transactionalId],
      Group: ["Read", groupId],
      Topic: ["Read", topic],
    };
    await this.#patiently("commit offsets", async () => {
      const broker = await this.#findGroupCoordinator(groupId);
      // The second connection: a broker answers the requests of one connection in order.
      const connection = await broker.connectionPool.getConnection(1);
      const codes = await connection.send(
        txnOffsetCommit(offsetCommitVersion, transactionalId, this.#identity, offsets),
      );
      if (codes.length < offsets.partitions.length) {
        throw new TransientError("Cannot commit offsets");
      }
      const code = codes.find((each) => each !== 0);
      if (code !== undefined) throw brokerError("commit offsets", code, need);
    });
  }

  async #commit(): Promise<void> {
    const next = await this.#patiently("commit a transaction", () => this.#end(true));
    const { producerId, epoch } = this.#identity;
    // Sequence numbers start at 0 for each epoch.
    if (next.producerId !== producerId || next.epoch !== epoch) this.#sender.restart();
    this.#identity = next;
  }

  async #end(isCommit: boolean): Promise<ProducerIdentity> {
    const { protocol, transactionalId } = this.#settings;
    const { code, ...next } = await protocol.end(
      await this.#findCoordinator(),
      this.#owner,
      isCommit,
    );
    if (code === 0) return next;
    throw brokerError("end a transaction", code, { TransactionalId: ["Write", transactionalId] });
  }

  /** Repeats a request for as long as a coordinator says that it has not taken it. */
  async #patiently<T>(what: string, ask: () => Promise<T>): Promise<T> {
    for (const patience = new Patience(this.#deadlineMs);; await patience.pause()) {
      if (this.#isClosed) throw new TransientError(`Cannot ${what}`);
      try {
        return await ask();
      } catch (error) {
        const type = errorType(error);
        if (type === null || !busyTypes.has(type) || !patience.isLeft) throw error;
        // In the second protocol, the group's coordinator also says "loading" while it adds itself.
        if (type === "CONCURRENT_TRANSACTIONS" || type === "GROUP_LOAD_IN_PROGRESS") continue;
        this.#coordinator = null;
        this.#groupCoordinator = null;
      }
    }
  }

  async #traced<T>(outputs: readonly OutputRecord[], send: () => Promise<T>): Promise<T> {
    const { tracing = null } = this.#settings;
    return await (tracing === null ? send() : tracing.send(outputs, send));
  }

  async #timed<T>(what: string, work: () => Promise<T>): Promise<T> {
    return await within(this.#deadlineMs, what, work());
  }

  #findCoordinator(): Promise<KafkajsBroker> {
    const { cluster, transactionalId: groupId } = this.#settings;
    return this.#coordinator ??= cluster.findGroupCoordinator({
      groupId,
      coordinatorType: transactionType,
    });
  }

  #findGroupCoordinator(groupId: string): Promise<KafkajsBroker> {
    return this.#groupCoordinator ??= this.#settings.cluster.findGroupCoordinator({ groupId });
  }
}
