import { FatalError } from "../errors.ts";
import type { StageEvent } from "../runner/stage_event.ts";
import type { Config } from "../settings/config.ts";
import type { Preparation } from "../setup/processor_settings.ts";
import { asUnsendable, type FromWorker, type Thread, type ToWorker } from "./worker_messages.ts";

/** An event of a worker, identified by its index. */
export type WorkerEvent =
  | { readonly event: "worker_started"; readonly worker: number }
  | {
    readonly event: "worker_lost";
    readonly worker: number;
    readonly reason: string;
    /** How long until another worker replaces it. */
    readonly retryMs: number;
  };

/** The number of workers, how to create one, and callbacks. */
export interface PoolSettings {
  readonly count: number;
  /** Creates a thread that runs a WorkerProgram. */
  readonly spawn: (index: number) => Thread;
  /** How long a worker may send nothing before it counts as lost. */
  readonly silenceMs: number;
  /** The pause before a worker is replaced. It doubles with each further loss. */
  readonly retryMs: number;
  readonly notify: (event: StageEvent, worker: number) => void;
  readonly log: (fields: object, message: string) => void;
  readonly report: (event: WorkerEvent) => void;
  /** Receives what an operator should know about the brokers. */
  readonly warn: (line: string) => void;
  /** Receives what the first worker waits for while it prepares. */
  readonly waiting: (line: string) => void;
}

interface Slot {
  readonly index: number;
  thread: Thread | null;
  isStarted: boolean;
  /** Losses since the last worker that lived long enough. */
  losses: number;
  startedMs: number;
  /** Ticks since the last message; null before the first one, because modules load slowly. */
  silentTicks: number | null;
  retry: ReturnType<typeof setTimeout> | undefined;
  ended: PromiseWithResolvers<void> | null;
}

const ticksOfSilence = 10;
const maxRetryMs = 30_000;
const maxLosses = 8;
// Longer than it takes to detect a stuck worker, so that one that always gets stuck ends the process.
const longLifeMs = 600_000;

/**
 * The workers of this process. A lost worker is replaced after a pause. Its transactions end like
 * those of any crashed member: the next owner of its partitions ends them.
 */
export class WorkerPool {
  readonly #settings: PoolSettings;
  readonly #slots: readonly Slot[];
  readonly #failed = Promise.withResolvers<never>();
  readonly #started = Promise.withResolvers<void>();
  readonly #ticker: ReturnType<typeof setInterval>;
  #config: Config | null = null;
  #preparation: Preparation | null = null;
  #isStopping = false;

  /** Starts to load the workers' modules. Nothing runs before {@linkcode start}. */
  constructor(settings: PoolSettings) {
    this.#settings = settings;
    this.#failed.promise.catch(() => {}); // callers await `failure`; here it must not be unhandled
    this.#slots = Array.from({ length: settings.count }, (_, index) => newSlot(index));
    for (const slot of this.#slots) this.#spawn(slot);
    // Counted in ticks, not by the clock: after a pause of the whole process no worker was silent.
    this.#ticker = setInterval(() => this.#tick(), settings.silenceMs / ticksOfSilence);
  }

  /** Rejects when no worker can continue until an operator has acted. */
  get failure(): Promise<never> {
    return this.#failed.promise;
  }

  /** Resolves when all workers have joined their groups. */
  get started(): Promise<void> {
    return this.#started.promise;
  }

  /** Lets the first worker prepare for all of them. Then all join their groups. */
  start(config: Config): void {
    this.#config = config;
    this.#tellFirst(config);
  }

  /** Lets all workers finish their open transactions and leave their groups. */
  async stop(): Promise<void> {
    this.#isStopping = true;
    clearInterval(this.#ticker);
    const ends = this.#slots.map(async (slot) => {
      clearTimeout(slot.retry);
      if (slot.thread === null || this.#preparation === null) return;
      slot.ended = Promise.withResolvers();
      slot.thread.postMessage({ kind: "stop" });
      await slot.ended.promise;
    });
    const settled = await Promise.allSettled(ends);
    for (const slot of this.#slots) this.#drop(slot);
    const failed = settled.find((end) => end.status === "rejected");
    if (failed) throw failed.reason;
  }

  #spawn(slot: Slot): void {
    const thread = this.#settings.spawn(slot.index);
    Object.assign(slot, {
      thread,
      isStarted: false,
      startedMs: performance.now(),
      silentTicks: null,
    });
    thread.onmessage = ({ data }) => {
      if (slot.thread === thread) this.#take(slot, data);
    };
    thread.onerror = (error) => {
      error.preventDefault(); // otherwise it would end this thread as well
      if (slot.thread === thread) this.#lose(slot, error.message);
    };
    const preparation = this.#preparation;
    if (preparation !== null) this.#tell(slot, { kind: "start", preparation });
    else if (this.#config !== null && slot.index === 0) this.#tellFirst(this.#config);
  }

  // A worker prepares, not this thread: the modules it needs are then loaded only once, and the
  // preparation does not wait for this thread's own modules.
  #tellFirst(config: Config): void {
    if (this.#slots[0]) this.#tell(this.#slots[0], { kind: "prepare", config });
  }

  // Settings that cannot be sent to one worker cannot be sent to its replacement either.
  #tell(slot: Slot, order: ToWorker): void {
    try {
      slot.thread?.postMessage(order);
    } catch (error) {
      this.#failed.reject(asUnsendable(error) ?? error);
    }
  }

  #startAll(preparation: Preparation): void {
    if (this.#isStopping) return;
    this.#preparation = preparation;
    for (const slot of this.#slots) this.#tell(slot, { kind: "start", preparation });
  }

  #take(slot: Slot, message: FromWorker): void {
    slot.silentTicks = 0;
    const { notify, log, waiting, warn } = this.#settings;
    if (message.kind === "event") notify(message.event, slot.index);
    else if (message.kind === "log") log(message.fields, message.message);
    else if (message.kind === "waiting") waiting(message.line);
    else if (message.kind === "warning") warn(message.line);
    else if (message.kind === "prepared") this.#startAll(message.preparation);
    else if (message.kind === "started") this.#begin(slot);
    else if (message.kind === "stopped") slot.ended?.resolve();
    else if (message.kind === "failed") this.#fail(slot, message);
  }

  #begin(slot: Slot): void {
    slot.isStarted = true;
    this.#settings.report({ event: "worker_started", worker: slot.index });
    if (this.#slots.every(({ isStarted }) => isStarted)) this.#started.resolve();
  }

  #fail(slot: Slot, failed: Extract<FromWorker, { kind: "failed" }>): void {
    const { reason, action, pauseMs } = failed;
    if (action === null) this.#lose(slot, reason, pauseMs);
    else if (slot.ended !== null) slot.ended.reject(new FatalError(reason, action));
    else this.#failed.reject(new FatalError(reason, action));
  }

  #lose(slot: Slot, reason: string, leastPauseMs = 0): void {
    this.#drop(slot);
    if (this.#isStopping) {
      slot.ended?.reject(new Error(`worker ${slot.index} failed while stopping: ${reason}`));
      return;
    }
    const { report, retryMs: firstMs } = this.#settings;
    if (performance.now() - slot.startedMs > longLifeMs) slot.losses = 0;
    const retryMs = Math.max(leastPauseMs, Math.min(firstMs * 2 ** slot.losses++, maxRetryMs));
    report({ event: "worker_lost", worker: slot.index, reason, retryMs });
    if (slot.losses >= maxLosses) this.#failed.reject(lostTooOften(slot, reason));
    else slot.retry = setTimeout(() => this.#spawn(slot), retryMs);
  }

  #drop(slot: Slot): void {
    slot.thread?.terminate();
    slot.thread = null;
  }

  #tick(): void {
    for (const slot of this.#slots) {
      if (slot.thread === null || slot.silentTicks === null) continue;
      if (++slot.silentTicks <= ticksOfSilence) continue;
      const seconds = this.#settings.silenceMs / 1000;
      this.#lose(slot, `no message for ${seconds} s: its event loop is blocked`);
    }
  }
}

function newSlot(index: number): Slot {
  return {
    index,
    thread: null,
    isStarted: false,
    losses: 0,
    startedMs: 0,
    silentTicks: null,
    retry: undefined,
    ended: null,
  };
}

function lostTooOften({ index, losses }: Slot, reason: string): FatalError {
  return new FatalError(
    `Cannot continue: worker ${index} failed ${losses} times in quick succession, most recently: ` +
      reason,
    "no transaction is left half done; start again, and report a bug if this happens again",
  );
}
