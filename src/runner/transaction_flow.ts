import type { Membership } from "../kafka/group_client.ts";
import type { GroupOffsets } from "../kafka/protocol/txn_offset_commit.ts";
import { agesOf } from "./ages.ts";
import { confirmRules } from "./confirm_rules.ts";
import type { Part } from "./partition_task.ts";
import type { StageSettings } from "./stage_settings.ts";
import { type Processed, processParts } from "./step.ts";
import type { Writers } from "./writers.ts";

/** Whom a flow tells what has become of its transactions. */
export interface FlowListener<State> {
  /** Records and offsets are accepted: the next fetch can begin. */
  readonly onWritten: () => void;
  readonly onCommitted: (part: Part<State>) => void;
  /** A transaction has failed after the call that started it. */
  readonly onFailure: () => void;
}

/**
 * The transactions of one member in one generation, one after the other.
 *
 * Each is processed, written, and committed. While one is being committed, the next one is already
 * processed and written, by the other writer. So their records are in order in each log. A transaction
 * commits only after the one before it has: if that one fails, this one is given up as well, and all
 * partitions start over at their committed offsets.
 *
 * A stage whose memo is its whole state can run ahead like this, because a failure costs nothing but the
 * state that the memo restores. A stage with a changelog cannot: its table would have to be read again.
 * It changes its state after the commit, and begins the next transaction after that.
 */
export class TransactionFlow<State, Change> {
  readonly #settings: StageSettings<State, Change>;
  readonly #membership: Membership;
  readonly #writers: Writers;
  readonly #listener: FlowListener<State>;
  readonly #runsAhead: boolean;
  /** The latest transaction. */
  #latest: Promise<void> = Promise.resolve();
  #failure: { readonly error: unknown } | null = null;
  #isConfirmed = false;

  /** Starts without a transaction. */
  constructor(
    settings: StageSettings<State, Change>,
    membership: Membership,
    writers: Writers,
    listener: FlowListener<State>,
  ) {
    this.#settings = settings;
    this.#membership = membership;
    this.#writers = writers;
    this.#listener = listener;
    this.#runsAhead = settings.stage.changelog === null;
  }

  /** Starts a transaction, and resolves when the next one may be started. */
  async run(parts: readonly Part<State>[]): Promise<void> {
    const former = this.#latest;
    const records = parts.reduce((sum, { batch }) => sum + batch.records.length, 0);
    const committing = Promise.withResolvers<void>();
    committing.promise.catch(() => {}); // awaited only by a stage that runs ahead
    const whole = this.#settings.budget.spend(
      records,
      () => this.#transact(parts, former, committing.resolve),
    );
    this.#latest = whole;
    whole.then(committing.resolve, (error) => {
      this.#failure ??= { error };
      committing.reject(error);
      this.#listener.onFailure();
    });
    await (this.#runsAhead && this.#isConfirmed ? committing.promise : whole);
    await this.#confirm();
  }

  /** Throws if a transaction has failed. */
  assertSound(): void {
    if (this.#failure !== null) throw this.#failure.error;
  }

  /** Resolves when no transaction is under way; rejects if one has failed. */
  async end(): Promise<void> {
    await this.#latest;
    this.assertSound();
  }

  async #transact(
    parts: readonly Part<State>[],
    former: Promise<void>,
    onCommitting: () => void,
  ): Promise<void> {
    const { takenTimes, stage } = this.#settings;
    const writer = this.#writers.next();
    await processParts(this.#settings, parts, async (processed) => {
      const startedMs = performance.now();
      for (const { part: { task, batch }, result } of processed) {
        task.next = batch.nextOffset;
        if (this.#runsAhead) stage.apply(task.state, result.change);
      }
      const outputs = processed.flatMap(({ result }) => result.outputs);
      await writer.write(takenTimes.fitted(outputs), this.#offsetsOf(processed));
      this.#listener.onWritten();
      await former;
      onCommitting();
      await writer.commit();
      this.#settle(processed, performance.now() - startedMs);
    });
  }

  #offsetsOf(processed: readonly Processed<State, Change>[]): GroupOffsets {
    const { groupId, memberId, generation, topic } = this.#membership;
    const partitions = processed.map(({ part: { task, batch }, result }) => ({
      partition: task.partition,
      offset: batch.nextOffset,
      memo: result.memo,
    }));
    return { groupId, memberId, generation, topic, partitions };
  }

  #settle(processed: readonly Processed<State, Change>[], commitMs: number): void {
    const { stage, notify } = this.#settings;
    const atMs = Date.now();
    for (const { part: { task, batch }, result } of processed) {
      if (!this.#runsAhead) stage.apply(task.state, result.change);
      task.position = batch.nextOffset;
      task.memo = result.memo;
    }
    const parts = processed.map(({ part: { task, batch, knewSchemas }, result, processMs }) => ({
      ...{ partition: task.partition, offset: batch.nextOffset, facts: result.facts },
      ...{ processMs, knewSchemas, ages: agesOf(batch.records, atMs) },
    }));
    notify({ event: "committed", stage: stage.name, parts, commitMs });
    for (const { part } of processed) this.#listener.onCommitted(part);
  }

  /** Nothing is under way meanwhile: the rules are read at a moment when no transaction is open. */
  async #confirm(): Promise<void> {
    if (this.#isConfirmed) return;
    await confirmRules(this.#settings, "after the first commit");
    this.#isConfirmed = true;
  }
}
