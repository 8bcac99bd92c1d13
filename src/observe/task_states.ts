import type { TaskState } from "../contract/partition.ts";
import { stageNames } from "../pipeline/stage.ts";
import type { StageEvent } from "../runner/stage_event.ts";
import type { Listener } from "./listener.ts";

/** A partition that this process owns. */
export interface Task {
  readonly worker: number;
  state: TaskState;
  /** The offset of the latest commit here; null before the first. */
  committed: number | null;
  lastCommitMs: number | null;
  /** Live keys of its state when last restored; null for a stage without state. */
  keys: number | null;
}

/** The partitions that this process owns, by stage, as its stages report them. */
export class TaskStates implements Listener {
  readonly #tasks = new Map<string, Task>();
  readonly #members = new Set<string>();
  readonly #memberOf = new Map<string, string>();
  readonly #now: () => number;

  /** Starts empty; the clock returns milliseconds. */
  constructor(now: () => number) {
    this.#now = now;
  }

  take(event: StageEvent, worker: number): void {
    if (event.event === "assigned") this.#assign(event, worker);
    else if (event.event === "stopped") this.#release(event.stage, worker);
    else this.#change(event, worker);
  }

  /** The task of a partition; null when another process owns it. */
  find(stage: string, partition: number): Task | null {
    return this.#tasks.get(`${stage}/${partition}`) ?? null;
  }

  /** All tasks, by `stage/partition`. */
  all(): ReadonlyMap<string, Task> {
    return this.#tasks;
  }

  /** Notes that a worker is gone, with all partitions that it owned. */
  lose(worker: number): void {
    for (const stage of stageNames) this.#release(stage, worker);
  }

  /** Whether a member of a group belongs to this process. */
  isUs(memberId: string): boolean {
    return this.#members.has(memberId);
  }

  #assign(event: Extract<StageEvent, { event: "assigned" }>, worker: number): void {
    const member = `${event.stage}/${worker}`;
    this.#members.delete(this.#memberOf.get(member) ?? "");
    this.#members.add(event.memberId);
    this.#memberOf.set(member, event.memberId);
    this.#release(event.stage, worker);
    for (const partition of event.partitions) {
      this.#tasks.set(`${event.stage}/${partition}`, newTask(worker));
    }
  }

  #release(stage: string, worker: number): void {
    for (const [key, task] of this.#tasks) {
      if (task.worker === worker && key.startsWith(`${stage}/`)) this.#tasks.delete(key);
    }
  }

  #change(event: StageEvent, worker: number): void {
    const { stage } = event;
    switch (event.event) {
      case "owned":
        for (const { partition, keys } of event.partitions) {
          this.#set(stage, worker, partition, { state: "running", keys });
        }
        break;
      case "committed":
        for (const { partition, offset: committed } of event.parts) {
          const lastCommitMs = this.#now();
          this.#set(stage, worker, partition, { state: "running", committed, lastCommitMs });
        }
        break;
      case "paused":
        this.#set(stage, worker, event.partition, { state: "paused" });
        break;
      case "resumed":
        this.#set(stage, worker, event.partition, { state: "running" });
        break;
      case "recovering":
        for (const task of this.#tasksOf(stage, worker)) task.state = "recovering";
    }
  }

  #set(stage: string, worker: number, partition: number, change: Partial<Task>): void {
    const task = this.find(stage, partition);
    if (task !== null && task.worker === worker) Object.assign(task, change);
  }

  *#tasksOf(stage: string, worker: number): Generator<Task> {
    for (const [key, task] of this.#tasks) {
      if (task.worker === worker && key.startsWith(`${stage}/`)) yield task;
    }
  }
}

function newTask(worker: number): Task {
  return { worker, state: "acquiring", committed: null, lastCommitMs: null, keys: null };
}
