import { RegistryUnavailableError } from "../errors.ts";
import type { FetchedBatch } from "../kafka/internals.ts";
import type { Codecs } from "../pipeline/avro_codec.ts";
import type { FetchedPart, Part, PartitionTask, PositionedBatch } from "./partition_task.ts";
import { Pauses } from "./pauses.ts";
import type { StageSettings } from "./stage_settings.ts";

/** The most records of one partition in one part of a transaction. */
const maxPartRecords = 5_000;
const pauseMs = 2_000;

/**
 * Turns fetched batches into the parts of transactions. A partition whose records need a schema that is
 * not known yet waits alone: the others continue without it.
 */
export class Intake<State, Change> {
  readonly #settings: Pick<
    StageSettings<State, Change>,
    "stage" | "inputTopic" | "codecsFor" | "notify"
  >;
  readonly #tasks: ReadonlyMap<number, PartitionTask<State>>;
  readonly #onReady: () => void;
  readonly #pauses = new Pauses();
  /** Partitions with fetched batches that no transaction has taken yet, in the order of their turns. */
  readonly #queued = new Set<PartitionTask<State>>();
  /** Parts that waited for a schema. */
  #ready: Part<State>[] = [];
  #failure: unknown = null;
  #isStopped = false;

  /** `onReady` is called when something can be taken or fetched that could not before. */
  constructor(
    settings: StageSettings<State, Change>,
    tasks: ReadonlyMap<number, PartitionTask<State>>,
    onReady: () => void,
  ) {
    this.#settings = settings;
    this.#tasks = tasks;
    this.#onReady = () => {
      if (!this.#isStopped) onReady();
    };
  }

  /**
   * From where to fetch which partitions; none while something fetched is left. A fetch without the
   * partitions of that would stay open until records arrive for the others.
   */
  positions(): Map<number, number> {
    if (this.#queued.size > 0) return new Map();
    const free = [...this.#tasks.values()].filter(({ isHeld }) => !isHeld);
    return new Map(free.map(({ partition, next }) => [partition, next]));
  }

  /** Takes what was fetched; drops what a partition does not expect any more. */
  offer(fetched: readonly FetchedBatch[]): void {
    for (const batch of fetched) {
      const task = this.#tasks.get(batch.partition);
      if (task === undefined || task.isHeld || task.batches !== null) continue;
      if (Number(batch.fetchedOffset) !== task.next) continue;
      task.batches = batchesOf(batch);
      this.#queued.add(task);
    }
  }

  /** The parts of the next transaction, up to so many records; empty when nothing is ready. */
  take(maxRecords: number): Part<State>[] {
    if (this.#failure !== null) throw this.#failure;
    const parts = this.#ready;
    this.#ready = [];
    // One with more records to wait for stays held until its pause, which starts with the commit.
    for (const { task, waiting } of parts) task.isHeld = waiting !== null;
    let room = maxRecords - parts.reduce((sum, { batch }) => sum + batch.records.length, 0);
    for (const task of [...this.#queued]) {
      if (room <= 0) break;
      const { value: batch, done } = task.batches!.next();
      this.#queued.delete(task);
      if (done || batch.isLast) task.batches = null;
      else this.#queued.add(task); // behind those that had no turn in this transaction
      if (done) continue;
      const part = this.#partOf(task, batch);
      if (part === null) continue;
      parts.push(part);
      room -= batch.records.length;
    }
    return parts;
  }

  /** Leaves a partition alone for a while. */
  pause(task: PartitionTask<State>, reason: RegistryUnavailableError): void {
    if (this.#isStopped) return;
    const { notify, stage } = this.#settings;
    const { partition } = task;
    this.#hold(task);
    notify({ event: "paused", stage: stage.name, partition, reason: reason.message });
    this.#pauses.after(pauseMs, () => {
      task.isHeld = false;
      notify({ event: "resumed", stage: stage.name, partition });
      this.#onReady();
    });
  }

  /** Ends all waiting. */
  stop(): void {
    this.#isStopped = true;
    this.#pauses.clear();
  }

  #partOf(task: PartitionTask<State>, batch: PositionedBatch): Part<State> | null {
    const { codecsFor, stage } = this.#settings;
    const codecs = codecsFor(batch, stage.reader);
    if (!(codecs instanceof Promise)) {
      return { task, batch, codecs, knewSchemas: true, waiting: null };
    }
    this.#hold(task);
    this.#await(task, batch, codecs).catch((error) => this.#failure ??= error)
      .finally(this.#onReady);
    return null;
  }

  /** The records after this batch are fetched again later, so that they need not be kept. */
  #hold(task: PartitionTask<State>): void {
    task.isHeld = true;
    task.batches = null;
    this.#queued.delete(task);
  }

  /**
   * Waits for the schemas of a batch. If the registry has no definite answer about some, the records
   * before the first of those are still processed. If they waited too, the fetch would keep growing, and
   * with it the number of schemas that it waits for, without end.
   */
  async #await(
    task: PartitionTask<State>,
    batch: PositionedBatch,
    pending: Promise<Codecs>,
  ): Promise<void> {
    try {
      const codecs = await pending;
      this.#ready.push({ task, batch, codecs, knewSchemas: false, waiting: null });
    } catch (error) {
      if (!(error instanceof RegistryUnavailableError)) throw error;
      const end = error.fromOffset;
      const records = batch.records.filter(({ offset }) => end !== null && offset < end);
      if (this.#isStopped) return;
      if (end === null || records.length === 0) return this.pause(task, error);
      const readable = { ...batch, records, nextOffset: end };
      const codecs = await this.#settings.codecsFor(readable, this.#settings.stage.reader);
      this.#ready.push({ task, batch: readable, codecs, knewSchemas: false, waiting: error });
    }
  }
}

function* batchesOf(fetched: FetchedBatch): Generator<FetchedPart, undefined> {
  const { topic, partition } = fetched;
  const logEnd = Number(fetched.highWatermark);
  const end = Number(fetched.lastOffset()) + 1;
  for (const { records, nextOffset } of fetched.slices(maxPartRecords)) {
    yield { topic, partition, records, nextOffset, logEnd, isLast: nextOffset === end };
  }
}
