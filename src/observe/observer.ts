import type { StageEvent } from "../runner/stage_event.ts";
import { FlowTotals } from "./flow.ts";
import { Health } from "./health.ts";
import { TransactionTotals } from "./history.ts";
import { LatencyWindow } from "./latency.ts";
import type { Listener } from "./listener.ts";
import { TaskStates } from "./task_states.ts";
import { TimeLine } from "./time_line.ts";

/** What an observer has to know beforehand. */
export interface ObserverSettings {
  readonly workers: number;
  /** Those that each worker runs. */
  readonly stages: readonly StageEvent["stage"][];
  readonly sessionTimeoutMs: number;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

const maxHeldEvents = 10_000;

/** Hears all that the stages of this process tell, and knows from it how they are. */
export class Observer implements Listener {
  readonly flow: FlowTotals;
  readonly latency: LatencyWindow;
  readonly timeLine: TimeLine;
  readonly tasks: TaskStates;
  readonly health: Health;
  readonly transactions: TransactionTotals;
  readonly #listeners: Listener[];
  /** What later listeners have missed; null once they are there. */
  #held: [StageEvent, number][] | null = [];

  /** Begins to listen; others may hear the same from the beginning on. */
  constructor(settings: ObserverSettings, listeners: readonly Listener[]) {
    const { now } = settings;
    this.flow = new FlowTotals(now);
    this.latency = new LatencyWindow(now);
    this.timeLine = new TimeLine(now);
    this.tasks = new TaskStates(now);
    this.health = new Health(settings);
    this.transactions = new TransactionTotals();
    const { flow, latency, timeLine, tasks, health, transactions } = this;
    this.#listeners = [flow, latency, timeLine, tasks, health, transactions, ...listeners];
  }

  take(event: StageEvent, worker = 0): void {
    for (const listener of this.#listeners) listener.take(event, worker);
    if (this.#held === null) return;
    this.#held.push([event, worker]);
    if (this.#held.length > maxHeldEvents) this.#held = null;
  }

  /** Notes that a worker is gone, with all that it owned. */
  lose(worker: number): void {
    this.health.lose(worker);
    this.tasks.lose(worker);
  }

  /** Keeps nothing for later listeners: there will be none. */
  seal(): void {
    this.#held = null;
  }

  /** Adds one that is loaded only after the start; it hears what it has missed first. */
  add(listener: Listener): void {
    for (const [event, worker] of this.#held ?? []) listener.take(event, worker);
    this.#held = null;
    this.#listeners.push(listener);
  }
}
