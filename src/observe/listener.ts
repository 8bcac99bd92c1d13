import type { StageEvent } from "../runner/stage_event.ts";

/** Something that learns from what stages tell. */
export interface Listener {
  /** Takes one event, and the number of the worker that sent it. */
  take(event: StageEvent, worker: number): void;
}

/** What a stage tells after a commit. */
export type Committed = Extract<StageEvent, { event: "committed" }>;
