import { deathOf, type ServerProcess, startProcess } from "../src/stack/server_process.ts";
import type { Contestant, Job } from "./contestant.ts";
import { type Usage, usageOf } from "./process_usage.ts";

/** A running contestant. */
export class StartedContestant implements AsyncDisposable {
  readonly startedMs: number;
  readonly log: string;
  readonly #process: ServerProcess;
  #lastUsage: Usage = { cpuSeconds: 0, peakMegabytes: 0 };
  #ending: Deno.CommandStatus | null = null;

  /** Starts it; its log is beside its state, and has the name of the job unless it gets another. */
  constructor(
    { title, command }: Pick<Contestant, "title" | "command">,
    job: Job,
    name: string = job.id,
  ) {
    this.log = `${job.stateDirectory}/${name}.log`;
    this.startedMs = performance.now();
    this.#process = startProcess(title, command(job), this.log);
    this.#process.exited.then((status) => this.#ending = status);
  }

  /** Whether it has exited by itself without an error. */
  get hasFinished(): boolean {
    return this.#ending?.success ?? false;
  }

  /** Its process id. */
  get pid(): number {
    return this.#process.pid;
  }

  /** Its usage so far; the last known one after its exit. */
  async usage(): Promise<Usage> {
    this.#lastUsage = await usageOf(this.#process.pid) ?? this.#lastUsage;
    return this.#lastUsage;
  }

  /** Throws if it has failed. */
  async assertAlive(): Promise<void> {
    if (this.#ending !== null && !this.hasFinished) throw await deathOf(this.#process);
  }

  /** Ends it. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.#process.stop();
  }
}
