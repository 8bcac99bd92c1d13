import type { KafkajsCluster } from "../kafka/internals.ts";
import type { TransactionProtocol } from "../kafka/transaction_protocol.ts";
import { TransactionalWriter } from "../kafka/transactional_writer.ts";
import { writerIdOf } from "../names.ts";
import type { StageSettings } from "./stage_settings.ts";

/** What writers need of their stage. */
export type WriterNeeds = Pick<
  StageSettings<unknown, unknown>,
  "appId" | "stage" | "transactionTimeoutMs" | "limits" | "tracing"
>;

/** While one transaction ends, the next one is written, under another id. */
const writerCount = 2;

/**
 * The transactional writers of one member, used in turn.
 *
 * Their ids name the member, so that others can tell whether the owner of an open transaction lives.
 * Ids are not used again after an error: a request that was lost on the way cannot get into a later
 * transaction, and the coordinator still knows how the last one ended.
 */
export class Writers {
  readonly #needs: WriterNeeds;
  #writers: TransactionalWriter[] = [];
  #memberId = "";
  #created = 0;
  #turn = 0;

  /** Starts without writers. */
  constructor(needs: WriterNeeds) {
    this.#needs = needs;
  }

  /** The ids in use. */
  get ids(): ReadonlySet<string> {
    return new Set(this.#writers.map(({ transactionalId }) => transactionalId));
  }

  /** Whether this member has given writers up, whose transaction may still be open. */
  get haveBeenReplaced(): boolean {
    return this.#created > writerCount;
  }

  /**
   * Opens writers for a member, unless it still has some that no error has put in doubt. They write over
   * the connections of a cluster that is for writing alone.
   */
  async open(
    memberId: string,
    protocol: TransactionProtocol,
    cluster: KafkajsCluster,
  ): Promise<void> {
    if (this.#writers.length > 0 && this.#memberId === memberId) return;
    await this.close();
    const { appId, stage, transactionTimeoutMs, limits, tracing } = this.#needs;
    const writers = Array.from({ length: writerCount }, () =>
      new TransactionalWriter({
        ...{ transactionTimeoutMs, limits, tracing, protocol, cluster },
        transactionalId: writerIdOf(appId, stage.name, memberId, this.#created++),
      }));
    this.#writers = writers;
    this.#memberId = memberId;
    await Promise.all(writers.map((writer) => writer.open()));
  }

  /** The writer whose turn it is. */
  next(): TransactionalWriter {
    return this.#writers[this.#turn++ % writerCount]!;
  }

  /** Gives all writers up, and what they have not committed. */
  async close(): Promise<void> {
    const writers = this.#writers;
    this.#writers = [];
    await Promise.all(writers.map((writer) => writer.close()));
  }
}
