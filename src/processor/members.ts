import type { StageEvent } from "../kafka/stage_event.ts";

/** Which workers have joined which groups. */
export class Members {
  readonly #joined: readonly Set<string>[];
  readonly #groups: number;

  /** Begins with nobody in any of so many groups. */
  constructor(workers: number, groups: number) {
    this.#groups = groups;
    this.#joined = Array.from({ length: workers }, () => new Set<string>());
  }

  /** Whether each worker is a member of all groups. */
  get haveJoined(): boolean {
    return this.#joined.every((stages) => stages.size === this.#groups);
  }

  /** Takes what a worker tells. */
  take({ event, stage }: StageEvent, worker: number): void {
    if (event === "assigned") this.#joined[worker]?.add(stage);
  }

  /** Forgets a worker that was lost. */
  lose(worker: number): void {
    this.#joined[worker]?.clear();
  }
}
