import { Random } from "../../src/generator/random.ts";
import { FaultProxy, type ProxyIdentity } from "../support/fault_proxy.ts";
import type { KafkaCluster } from "../support/kafka_cluster.ts";
import type { ProcessorProcess, Signal } from "../support/processor_process.ts";
import type { Scene } from "../support/scene.ts";
import { inTime, until } from "../support/until.ts";
import { Load } from "./load.ts";
import type { Trial } from "./scenario.ts";
import type { Takeover } from "./scenario_result.ts";
import { takeoverMs } from "./takeover.ts";

/** The parts of a trial besides its scene. */
export interface TrialSettings {
  readonly seed: number;
  readonly stallMs: number;
  readonly cluster: KafkaCluster | null;
}

const usualLoginsPerSecond = 150;
const lagTimeoutMs = 5_000;

/**
 * A running trial: its counters, and what to end after it. The methods for scenarios are closures,
 * because scenarios destructure the trial.
 */
export class RunningTrial implements Trial, AsyncDisposable {
  readonly scene: Scene;
  readonly random: () => number;
  readonly stallMs: number;
  readonly hits: string[] = [];
  readonly takeovers: Takeover[] = [];
  readonly #settings: TrialSettings;
  readonly #proxies: FaultProxy[] = [];
  #load: Load | null = null;

  /** Starts with nothing done. */
  constructor(scene: Scene, settings: TrialSettings) {
    const random = new Random(settings.seed);
    this.scene = scene;
    this.random = () => random.next();
    this.stallMs = settings.stallMs;
    this.#settings = settings;
  }

  /** The scenario's own brokers; throws if it shares them. */
  get cluster(): KafkaCluster {
    if (this.#settings.cluster !== null) return this.#settings.cluster;
    throw new Error("the brokers are shared: a scenario that breaks them needs some of its own");
  }

  /** How many connections its proxies have ended. */
  get resets(): number {
    return this.#proxies.reduce((sum, { resets }) => sum + resets, 0);
  }

  /** How many signals processors were sent. */
  signals(wanted: Signal): number {
    const sent = this.scene.processors.flatMap(({ signals }) => signals);
    return sent.filter((signal) => signal === wanted).length;
  }

  /** Starts a proxy to all brokers. */
  readonly proxy = async (identity?: ProxyIdentity): Promise<FaultProxy> => {
    const proxy = await FaultProxy.open(this.scene.stack.brokers, identity);
    this.#proxies.push(proxy);
    return proxy;
  };

  /** Sends logins from now on. */
  readonly load = (loginsPerSecond = usualLoginsPerSecond): void => {
    if (this.#load !== null) throw new Error("logins are being sent already");
    this.#load = new Load(this.scene, loginsPerSecond, this.#settings.seed);
  };

  /** Kills a processor. */
  readonly kill = async (processor: ProcessorProcess): Promise<void> => {
    await processor.murder();
  };

  /** Notes that a fault hit while input was unprocessed. */
  readonly hit = async (what: string): Promise<void> => {
    try {
      // Leaders and coordinators may be moving.
      const hasLag = () => this.#hasLag().catch(() => false);
      await until(`unprocessed input at: ${what}`, hasLag, lagTimeoutMs);
    } catch (error) {
      throw new Error(`the fault came when all was done: ${what}`, { cause: error });
    }
    this.hits.push(what);
  };

  /** Measures a takeover. */
  readonly takeover = async (
    signal: Takeover["signal"],
    from: ProcessorProcess,
    to: ProcessorProcess,
  ): Promise<void> => {
    const ms = await takeoverMs(this.scene, signal, from);
    if (to.hasEnded) throw new Error("the process that was to take over has ended");
    this.takeovers.push({ signal, ms });
  };

  /** Ends the load and all disturbances of connections to the brokers. */
  async settle(): Promise<void> {
    for (const proxy of this.#proxies) proxy.calm();
    await this.#load?.stop();
    this.#load = null;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.settle();
    for (const proxy of this.#proxies) await proxy[Symbol.asyncDispose]();
  }

  /** While logins keep arriving, there is always more: each burst is processed within milliseconds. */
  async #hasLag(): Promise<boolean> {
    if (this.#load !== null) return true;
    const lag = async () => await this.scene.lag("enrich") + await this.scene.lag("count");
    return await inTime("the lag", lag(), lagTimeoutMs) > 0;
  }
}
