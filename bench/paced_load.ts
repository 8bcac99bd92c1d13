import { FatalError } from "../src/errors.ts";
import type { Job } from "./contestant.ts";
import type { Load, Schedule } from "./load.ts";
import { Program } from "./program.ts";

/** How many logins per second, and for how long. */
export interface Pace {
  readonly rate: number;
  readonly warmSeconds: number;
  readonly seconds: number;
}

/** A load at a fixed rate in a process of its own, which waits for nothing else. */
export class PacedLoad implements AsyncDisposable {
  readonly #sender: Program;
  readonly #rate: number;

  /** Starts to load the input of a job; it ends when its owner is disposed of. */
  constructor(job: Job, partitionCount: number, { rate, warmSeconds, seconds }: Pace) {
    this.#rate = rate;
    const kafka = ["--brokers", job.brokers, "--registry", job.registryUrl];
    const topic = ["--topic", job.input, "--partitions", String(partitionCount)];
    const duration = ["--warm", String(warmSeconds), "--seconds", String(seconds)];
    const pace = ["--rate", String(rate), ...duration];
    this.#sender = new Program("load_main.ts", [...kafka, ...topic, ...pace], "null");
  }

  /** When the records are due that are measured. */
  async schedule(): Promise<Schedule> {
    const words = await this.#sender.firstWords();
    if (words === "") throw this.#failed();
    return JSON.parse(words);
  }

  /** What it has sent, after its end. */
  async sent(): Promise<Load> {
    const words = await this.#sender.lastWords();
    if (words === null) throw this.#failed();
    return JSON.parse(words);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#sender[Symbol.asyncDispose]();
  }

  #failed(): FatalError {
    return new FatalError(`The load of ${this.#rate}/s has failed`, "see the message above");
  }
}
