import type { FaultProxy } from "../support/fault_proxy.ts";
import type { ProcessorProcess } from "../support/processor_process.ts";
import { atWork } from "./at_work.ts";
import type { Trial } from "./scenario.ts";

/** Longer than a session, so that others take over. */
const stallMs = { least: 7_000, most: 10_000 };

/** Several processors of one application, every second one behind a proxy. */
export class Crowd {
  readonly #trial: Trial;
  readonly #proxy: FaultProxy;
  readonly #awake: ProcessorProcess[];
  readonly #stalled = new Map<ProcessorProcess, ReturnType<typeof setTimeout>>();

  private constructor(trial: Trial, proxy: FaultProxy, first: ProcessorProcess) {
    this.#trial = trial;
    this.#proxy = proxy;
    this.#awake = [first];
  }

  /** Starts this many processors; the first is at work, the others are starting. */
  static async of(trial: Trial, size: number): Promise<Crowd> {
    const crowd = new Crowd(trial, await trial.proxy(), await atWork(trial));
    for (let joined = 1; joined < size; joined++) crowd.join();
    return crowd;
  }

  /** The number of processors, without stalled ones. */
  get size(): number {
    return this.#awake.length;
  }

  /** Starts one more. */
  join(): ProcessorProcess {
    const env = this.#awake.length % 2 === 0 ? {} : { KAFKA_BROKERS: this.#proxy.address };
    const processor = this.#trial.scene.start(env);
    this.#awake.push(processor);
    return processor;
  }

  /** Kills one. */
  async killOne(): Promise<void> {
    const victim = this.#takeOne();
    if (victim !== undefined) await this.#trial.kill(victim);
  }

  /** Kills all. */
  async killAll(): Promise<void> {
    await Promise.all(this.#awake.splice(0).map((victim) => this.#trial.kill(victim)));
  }

  /** Ends the oldest with SIGTERM, and returns its exit code. */
  async stopOldest(): Promise<number> {
    return await this.#awake.shift()!.stop();
  }

  /** Sends SIGTERM to one, and does not wait. */
  leaveOne(): void {
    this.#takeOne()?.kill("SIGTERM");
  }

  /** Stalls one for longer than its session. */
  stallOne(): void {
    const victim = this.#takeOne();
    if (victim === undefined) return;
    victim.kill("SIGSTOP");
    const ms = stallMs.least + this.#trial.random() * (stallMs.most - stallMs.least);
    this.#stalled.set(victim, setTimeout(() => this.#wake(victim), ms));
  }

  /** Resumes all stalled ones. */
  wakeAll(): void {
    for (const victim of this.#stalled.keys()) this.#wake(victim);
  }

  /** Resets all connections through the proxy. */
  resetAll(): void {
    this.#proxy.resetAll();
  }

  #takeOne(): ProcessorProcess | undefined {
    return this.#awake.splice(Math.floor(this.#trial.random() * this.#awake.length), 1)[0];
  }

  #wake(victim: ProcessorProcess): void {
    clearTimeout(this.#stalled.get(victim));
    this.#stalled.delete(victim);
    victim.kill("SIGCONT");
    this.#awake.push(victim);
  }
}
