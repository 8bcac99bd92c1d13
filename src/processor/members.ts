import type { StageEvent } from "../kafka/stage_event.ts";

const stageCount = 2;

/** Which workers have joined which groups. */
export class Members {
  readonly #joined: readonly Set<string>[];

  /** Begins with nobody in any group. */
  constructor(workers: number) {
    this.#joined = Array.from({ length: workers }, () => new Set<string>());
  }

  /** Whether each worker is a member of the groups of both stages. */
  get haveJoined(): boolean {
    return this.#joined.every((stages) => stages.size === stageCount);
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
