import { TransientError } from "../errors.ts";
import { brokerError, type Need } from "./access/broker_error.ts";
import type { KafkajsCluster } from "./internals.ts";
import { Patience } from "./patience.ts";
import type { PartitionBatch, ProducedBatch } from "./protocol/produce.ts";
import { refusedTimesOf } from "./refused_times.ts";
import type { RecordBatch } from "./send_chunks.ts";
import { leadersOf, noLeader } from "./topic_leaders.ts";
import type { TransactionOwner, TransactionProtocol } from "./transaction_protocol.ts";

/** The offset of the first record that was written to each partition, by `topic/partition`. */
export type BaseOffsets = ReadonlyMap<string, number>;

/** Sequence numbers are int32 and start over at 0 (KIP-98). */
const sequences = 2 ** 31;

/** The partition has another leader, or the leader does not know yet that it leads. */
const movedCodes: ReadonlySet<number> = new Set([3, 5, 6, 56]);
/**
 * The batch may or may not have been appended, and can be sent again: its sequence number tells. Codes:
 * REQUEST_TIMED_OUT; NOT_ENOUGH_REPLICAS, with which a leader also says that another request is adding a
 * partition to the transaction; the same after appending; CONCURRENT_TRANSACTIONS.
 */
const busyCodes: ReadonlySet<number> = new Set([7, 19, 20, 51]);

/**
 * Sends the record batches of one transactional id, each to the leader of its partition.
 *
 * A batch keeps its sequence number when it is sent again, also to another leader, so that a partition
 * appends it once, whatever answers were lost.
 */
export class BatchSender {
  readonly #cluster: KafkajsCluster;
  readonly #protocol: TransactionProtocol;
  readonly #timeoutMs: number;
  readonly #topics = new Set<string>();
  readonly #nextSequence = new Map<string, number>();
  #isClosed = false;

  /** Sends over the connections of a cluster; a transaction may take so long. */
  constructor(
    { cluster, protocol }: {
      readonly cluster: KafkajsCluster;
      readonly protocol: TransactionProtocol;
    },
    timeoutMs: number,
  ) {
    this.#cluster = cluster;
    this.#protocol = protocol;
    this.#timeoutMs = timeoutMs;
  }

  /** Sends chunks one after the other; a chunk has at most one batch for each partition. */
  async send(
    owner: TransactionOwner,
    chunks: readonly (readonly RecordBatch[])[],
  ): Promise<BaseOffsets> {
    const offsets = new Map<string, number>();
    for (const chunk of chunks) {
      for (const { topic, partition, baseOffset } of await this.#sendAll(owner, chunk)) {
        const name = `${topic}/${partition}`;
        if (!offsets.has(name)) offsets.set(name, baseOffset);
      }
    }
    return offsets;
  }

  /** Starts the sequences over, for another epoch. */
  restart(): void {
    this.#nextSequence.clear();
  }

  /** Stops to send batches. */
  close(): void {
    this.#isClosed = true;
  }

  async #sendAll(owner: TransactionOwner, chunk: readonly RecordBatch[]): Promise<ProducedBatch[]> {
    await this.#learn(chunk);
    const sent: ProducedBatch[] = [];
    let open = chunk.map((batch) => this.#numbered(batch));
    for (const patience = new Patience(this.#timeoutMs); open.length > 0; await patience.pause()) {
      const answers = await this.#sendOnce(owner, open);
      sent.push(...answers.filter(({ code }) => code === 0));
      const failed = answers.filter(({ code }) => code !== 0);
      const again = failed.filter(({ code }) => busyCodes.has(code) || movedCodes.has(code));
      const refused = failed.filter((answer) => !again.includes(answer));
      if (refused.length > 0) throw rejectionOf(refused, open, owner);
      assertCovered(open, answers);
      if (again.length === 0) break;
      if (!patience.isLeft) throw rejectionOf(again, open, owner);
      if (again.some(({ code }) => movedCodes.has(code))) await this.#cluster.refreshMetadata();
      open = open.filter((batch) => again.some((answer) => isSamePartition(answer, batch)));
    }
    return sent;
  }

  async #sendOnce(
    owner: TransactionOwner,
    batches: readonly PartitionBatch[],
  ): Promise<ProducedBatch[]> {
    if (this.#isClosed) throw new TransientError("Cannot write: the producer was given up");
    const { produce } = this.#protocol;
    const byNode = Map.groupBy(
      batches,
      ({ topic, partition }) => leadersOf(this.#cluster, topic).get(partition) ?? noLeader,
    );
    const answers = await Promise.allSettled([...byNode].map(async ([nodeId, led]) => {
      const broker = await this.#cluster.findBroker({ nodeId });
      return await broker.connectionPool.send(produce(owner, this.#timeoutMs, led));
    }));
    const lost = answers.find(({ status }) => status === "rejected");
    if (lost?.status === "rejected") throw lost.reason;
    return answers.flatMap((answer) => answer.status === "fulfilled" ? answer.value : []);
  }

  #numbered(batch: RecordBatch): PartitionBatch {
    const name = `${batch.topic}/${batch.partition}`;
    const firstSequence = this.#nextSequence.get(name) ?? 0;
    this.#nextSequence.set(name, (firstSequence + batch.records.length) % sequences);
    return { ...batch, firstSequence };
  }

  async #learn(chunk: readonly RecordBatch[]): Promise<void> {
    for (const { topic } of chunk) {
      if (this.#topics.has(topic)) continue;
      await this.#cluster.addTargetTopic(topic);
      this.#topics.add(topic);
    }
  }
}

function rejectionOf(
  failed: readonly ProducedBatch[],
  sent: readonly PartitionBatch[],
  { transactionalId }: TransactionOwner,
): Error {
  const { topic, partition, code } = failed[0]!;
  const need: Need = { Topic: ["Write", topic], TransactionalId: ["Write", transactionalId] };
  const error = brokerError(`write to "${topic}[${partition}]"`, code, need);
  return refusedTimesOf(failed, sent, error) ?? error;
}

/** A partition that no broker names in its answer was not written. */
function assertCovered(sent: readonly PartitionBatch[], answers: readonly ProducedBatch[]): void {
  const named = new Set(answers.map(({ topic, partition }) => `${topic}/${partition}`));
  const silent = sent.find(({ topic, partition }) => !named.has(`${topic}/${partition}`));
  if (silent === undefined) return;
  const { topic, partition } = silent;
  throw new TransientError(`Cannot commit: no broker answered for "${topic}[${partition}]"`);
}

function isSamePartition(a: ProducedBatch, b: PartitionBatch): boolean {
  return a.partition === b.partition && a.topic === b.topic;
}
