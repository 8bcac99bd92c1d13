import { deathOf, type ServerProcess, startProcess } from "../src/stack/server_process.ts";
import type { Contestant, Job } from "./contestant.ts";
import { type Usage, usageOf } from "./process_usage.ts";

/** A contestant at work. */
export class StartedContestant implements AsyncDisposable {
  readonly startedMs: number;
  readonly log: string;
  readonly #process: ServerProcess;
  #lastUsage: Usage = { cpuSeconds: 0, peakMegabytes: 0 };
  #ending: Deno.CommandStatus | null = null;

  /** Starts it; its log lies beside its state. */
  constructor({ title, command }: Pick<Contestant, "title" | "command">, job: Job) {
    this.log = `${job.stateDirectory}/${job.id}.log`;
    this.startedMs = performance.now();
    this.#process = startProcess(title, command(job), this.log);
    this.#process.exited.then((status) => this.#ending = status);
  }

  /** Whether it has ended by itself, with nothing to complain about. */
  get hasFinished(): boolean {
    return this.#ending?.success ?? false;
  }

  /** What it has used so far; the last known figure once it has ended. */
  async usage(): Promise<Usage> {
    this.#lastUsage = await usageOf(this.#process.pid) ?? this.#lastUsage;
    return this.#lastUsage;
  }

  /** Throws when it has failed. */
  async assertAlive(): Promise<void> {
    if (this.#ending !== null && !this.hasFinished) throw await deathOf(this.#process);
  }

  /** Ends it. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.#process.stop();
  }
}
