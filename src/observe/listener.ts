import type { StageEvent } from "../runner/stage_event.ts";

/** Receives the events of stages. */
export interface Listener {
  /** Takes one event and the number of the worker that sent it. */
  take(event: StageEvent, worker: number): void;
}

/** The event of a stage after a commit. */
export type Committed = Extract<StageEvent, { event: "committed" }>;
