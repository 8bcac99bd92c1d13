import { deathOf, type ServerProcess, startProcess } from "../src/stack/server_process.ts";
import type { Contestant, Job } from "./contestant.ts";
import { type Usage, usageOf } from "./process_usage.ts";

/** A contestant at work. */
export class StartedContestant implements AsyncDisposable {
  readonly startedMs: number;
  readonly log: string;
  readonly #process: ServerProcess;
  #lastUsage: Usage = { cpuSeconds: 0, peakMegabytes: 0 };
  #endedAtMs = Infinity;

  /** Starts it; its log lies beside its state. */
  constructor({ title, command }: Pick<Contestant, "title" | "command">, job: Job) {
    this.log = `${job.stateDirectory}/${job.id}.log`;
    this.startedMs = performance.now();
    this.#process = startProcess(title, command(job), this.log);
    this.#process.exited.then(() => this.#endedAtMs = performance.now());
  }

  /** What it has used so far; the last known figure once it has ended. */
  async usage(): Promise<Usage> {
    this.#lastUsage = await usageOf(this.#process.pid) ?? this.#lastUsage;
    return this.#lastUsage;
  }

  /** Throws when it ended a while ago, so that what it did last must be visible by now. */
  async assertAlive(): Promise<void> {
    if (performance.now() - this.#endedAtMs > endingGraceMs) throw await deathOf(this.#process);
  }

  /** Ends it. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.#process.stop();
  }
}

const endingGraceMs = 2_000;
