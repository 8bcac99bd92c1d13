import type { Consumer, EachBatchPayload } from "kafkajs";
import { messageOf, TaskLostError } from "../errors.ts";
import { errorType } from "../kafka/access/error_type.ts";
import { within } from "../kafka/deadline.ts";
import type { FetchedBatch } from "../kafka/internals.ts";
import { groupIdOf } from "../names.ts";
import { acquire, type Membership, type Ownership } from "./acquire.ts";
import { listenTo } from "./consumer_events.ts";
import { Heartbeat } from "./heartbeat.ts";
import { PartitionQueues } from "./partition_queues.ts";
import { pauseAfter } from "./pause_after.ts";
import { Pauses } from "./pauses.ts";
import { asFatal, asRebalance, isOutage, recoveryOf } from "./recovery.ts";
import { heartbeatIntervalMs, stageConsumer } from "./stage_consumer.ts";
import type { StageSettings } from "./stage_settings.ts";
import { watchStage } from "./stage_watch.ts";
import { step } from "./step.ts";
import { traced } from "./traced_step.ts";
import type { Watchdog } from "./watchdog.ts";

const maxConcurrentPartitions = 64;
const maxStepRecords = 10_000;
const reacquirePauseMs = 200;
const waitPauseMs = 2_000;
const drainTimeoutMs = 8_000;

/**
 * Runs one stage as a member of its consumer group, with one task and one transactional producer for
 * each input partition that the group assigns to it.
 */
export class StageRunner<State, Change> {
  readonly #settings: StageSettings<State, Change>;
  readonly #consumer: Consumer;
  readonly #tasks = new Map<number, Ownership<State>>();
  readonly #queues = new PartitionQueues();
  /** By partition, the offset up to which commits have succeeded. */
  readonly #reached = new Map<number, number>();
  readonly #failed = Promise.withResolvers<never>();
  readonly #pauses = new Pauses();
  readonly #watchdog: Watchdog;
  #handlers = 0;
  #generation = 0;
  #memberId = "";

  /** Creates a member that has not joined yet. */
  constructor(settings: StageSettings<State, Change>) {
    this.#settings = settings;
    this.#consumer = stageConsumer(settings);
    this.#failed.promise.catch(() => {}); // callers await `failure`; here it must not be unhandled
    this.#watchdog = watchStage(settings, () => this.#memberId, this.#failed.reject);
  }

  /** Rejects when this stage cannot continue. */
  get failure(): Promise<never> {
    return this.#failed.promise;
  }

  /** Joins the group and processes until stopped. */
  async start(): Promise<void> {
    listenTo(this.#consumer, this.#settings, this.#watchdog, {
      joined: (partitions, memberId) => this.#beginGeneration(partitions, memberId),
      crashed: (error, willRestart) => this.#onCrash(error, willRestart),
    });
    await this.#join();
  }

  async #join(): Promise<void> {
    await this.#consumer.connect();
    await this.#consumer.subscribe({ topics: [this.#settings.inputTopic], fromBeginning: true });
    await this.#consumer.run({
      autoCommit: false,
      eachBatchAutoResolve: false,
      partitionsConsumedConcurrently: maxConcurrentPartitions,
      eachBatch: (payload) =>
        this.#queues.enqueue(payload.batch.partition, () => this.#handle(payload)),
    });
  }

  /** Finishes the open transactions, leaves the group and closes all connections. */
  async stop(): Promise<void> {
    this.#watchdog.stop();
    this.#pauses.clear();
    try {
      await within(drainTimeoutMs, "leaving the group", this.#consumer.disconnect());
    } catch (error) {
      // A rebalance can block a member for longer than a shutdown may take. With no handler running,
      // no transaction is open, and the group notices by itself that this member has left.
      if (this.#handlers > 0) throw error;
    }
    await Promise.all([...this.#tasks.values()].map(({ producer }) => producer.close()));
    this.#tasks.clear();
    this.#settings.notify({ event: "stopped", stage: this.#settings.stage.name });
  }

  // kafkajs does not wait for listeners, so nothing is acquired here. Every task now belongs to an
  // older generation, and its next batch acquires it again.
  #beginGeneration(partitions: readonly number[], memberId: string): void {
    this.#generation++;
    this.#memberId = memberId;
    const { stage, notify } = this.#settings;
    notify({
      event: "assigned",
      stage: stage.name,
      partitions: partitions.toSorted((a, b) => a - b),
      memberId,
    });
    for (const partition of this.#tasks.keys()) {
      if (partitions.includes(partition)) continue;
      this.#queues.enqueue(partition, () => Promise.resolve(this.#release(partition)))
        .catch(() => {});
    }
  }

  #onCrash(error: Error, willRestart: boolean): void {
    const { stage, notify, appId } = this.#settings;
    if (willRestart) {
      notify({ event: "restarting", stage: stage.name, reason: messageOf(error) });
      return;
    }
    if (isOutage(error)) return this.#joinLater(messageOf(error));
    this.#failed.reject(asFatal(error, `group ${groupIdOf(appId, stage.name)}`));
  }

  /** kafkajs stops for good when no broker names the group's coordinator, even for one second. */
  #joinLater(reason: string): void {
    const { stage, notify } = this.#settings;
    notify({ event: "restarting", stage: stage.name, reason });
    this.#pauses.after(waitPauseMs, () => {
      this.#join().catch((error) => this.#onCrash(error, false));
    });
  }

  async #handle(payload: EachBatchPayload): Promise<void> {
    const heartbeat = new Heartbeat(payload.heartbeat, heartbeatIntervalMs / 2);
    const generation = this.#generation;
    this.#handlers++;
    this.#watchdog.begin(payload.batch.partition);
    try {
      await this.#process(payload, heartbeat);
    } catch (error) {
      await this.#recover(error, payload, generation);
    } finally {
      heartbeat.stop();
      this.#watchdog.end(payload.batch.partition);
      this.#handlers--;
    }
  }

  async #process(payload: EachBatchPayload, heartbeat: Heartbeat): Promise<void> {
    const batch = payload.batch as unknown as FetchedBatch;
    const { topic, partition } = batch;
    const owned = this.#tasks.get(partition);
    const isCurrent = owned?.generation === this.#generation;
    if (!owned || !isCurrent || owned.position !== Number(batch.fetchedOffset)) {
      // This fetch was requested before the fence, so its records are not used.
      this.#release(partition);
      const membership = this.#membership(payload, heartbeat);
      const acquired = await acquire(this.#settings, partition, membership, owned);
      // If a new generation has begun without this partition, nothing else would release the task.
      if (membership.generation === this.#generation) this.#tasks.set(partition, acquired);
      else acquired.producer.discard();
      return;
    }
    const guard = () => this.#assertOwned(owned, heartbeat);
    const startedMs = performance.now();
    for (const { records, nextOffset } of batch.slices(maxStepRecords)) {
      if (!payload.isRunning()) return; // leave quickly: the next owner processes the remaining slices
      const slice = { topic, partition, records, nextOffset, logEnd: Number(batch.highWatermark) };
      const { position } = owned;
      const work = traced(this.#settings, slice, (settings) => step(settings, owned, slice, guard));
      await work.finally(() => { // a part may be committed while later records wait for the registry
        if (owned.position === position) return;
        this.#watchdog.settle(partition);
        this.#reached.set(partition, owned.position);
        payload.resolveOffset(String(owned.position - 1));
      });
    }
    await pauseAfter(performance.now() - startedMs, this.#settings.pauseFactor);
  }

  #membership({ batch, heartbeat: beat }: EachBatchPayload, heartbeat: Heartbeat): Membership {
    const { topic, partition } = batch;
    return {
      generation: this.#generation,
      assertAlive: () => {
        this.#watchdog.move(partition);
        heartbeat.assertAlive();
      },
      confirm: async () => {
        heartbeat.assertAlive();
        await beat();
      },
      seek: (offset) => this.#consumer.seek({ topic, partition, offset: String(offset) }),
      reached: this.#reached.get(partition) ?? 0,
    };
  }

  #assertOwned(owned: Ownership<State>, heartbeat: Heartbeat): void {
    heartbeat.assertAlive();
    if (owned.generation === this.#generation) return;
    throw new TaskLostError("Cannot commit: the group has moved on to a new generation");
  }

  async #recover(error: unknown, payload: EachBatchPayload, generation: number): Promise<void> {
    const { partition } = payload.batch;
    const { stage, notify } = this.#settings;
    const [reason, recovery] = [messageOf(error), recoveryOf(error)];
    // Waiting for the registry, or an error code from a broker, is not a sign of a stuck member.
    if (recovery === "wait" || errorType(error) !== null) this.#watchdog.settle(partition);
    if (recovery === "wait") {
      notify({ event: "paused", stage: stage.name, partition, reason });
      this.#pause(payload);
      return;
    }
    this.#release(partition);
    if (recovery === "stop") {
      this.#failed.reject(asFatal(error, `${stage.name}[${partition}]`));
      payload.pause();
      return;
    }
    notify({ event: "recovering", stage: stage.name, partition, recovery, reason });
    // Another fetcher of this member may have rejoined already, and once is enough.
    if (recovery === "rejoin" && generation !== this.#generation) return;
    if (recovery === "rejoin") throw asRebalance(error);
    await new Promise((resolve) => setTimeout(resolve, reacquirePauseMs));
  }

  #pause({ batch, pause }: EachBatchPayload): void {
    const resume = pause();
    this.#pauses.after(waitPauseMs, () => {
      resume();
      const { stage, notify } = this.#settings;
      notify({ event: "resumed", stage: stage.name, partition: batch.partition });
    });
  }

  #release(partition: number): void {
    this.#tasks.get(partition)?.producer.discard();
    this.#tasks.delete(partition);
  }
}
