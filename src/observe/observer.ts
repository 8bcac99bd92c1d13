import type { StageEvent } from "../runner/stage_event.ts";
import { FlowTotals } from "./flow.ts";
import { Health } from "./health.ts";
import { LatencyWindow } from "./latency.ts";
import type { Listener } from "./listener.ts";
import { TaskStates } from "./task_states.ts";
import { Timeline } from "./timeline.ts";
import { TransactionTotals } from "./transaction_totals.ts";

/** What an observer has to know from the start. */
export interface ObserverSettings {
  readonly workers: number;
  /** The stages that each worker runs. */
  readonly stages: readonly StageEvent["stage"][];
  readonly sessionTimeoutMs: number;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

const maxHeldEvents = 10_000;

/** Receives every event of the stages of this process and derives their state from it. */
export class Observer implements Listener {
  readonly flow: FlowTotals;
  readonly latency: LatencyWindow;
  readonly timeline: Timeline;
  readonly tasks: TaskStates;
  readonly health: Health;
  readonly transactions: TransactionTotals;
  readonly #listeners: Listener[];
  /** Events for listeners that are added later; null once they were added. */
  #held: [StageEvent, number][] | null = [];

  /** Starts to listen; the other listeners receive the same events from the start. */
  constructor(settings: ObserverSettings, listeners: readonly Listener[]) {
    const { now } = settings;
    this.flow = new FlowTotals(now);
    this.latency = new LatencyWindow(now);
    this.timeline = new Timeline(now);
    this.tasks = new TaskStates(now);
    this.health = new Health(settings);
    this.transactions = new TransactionTotals();
    const { flow, latency, timeline, tasks, health, transactions } = this;
    this.#listeners = [flow, latency, timeline, tasks, health, transactions, ...listeners];
  }

  take(event: StageEvent, worker = 0): void {
    for (const listener of this.#listeners) listener.take(event, worker);
    if (this.#held === null) return;
    this.#held.push([event, worker]);
    if (this.#held.length > maxHeldEvents) this.#held = null;
  }

  /** Notes that a worker is gone, with all partitions that it owned. */
  lose(worker: number): void {
    this.health.lose(worker);
    this.tasks.lose(worker);
  }

  /** Stops keeping events: no listener will be added. */
  seal(): void {
    this.#held = null;
  }

  /** Adds a listener that is loaded after the start; it first receives the events it missed. */
  add(listener: Listener): void {
    for (const [event, worker] of this.#held ?? []) listener.take(event, worker);
    this.#held = null;
    this.#listeners.push(listener);
  }
}
