import type { FaultProxy, ProxyIdentity } from "../support/fault_proxy.ts";
import type { KafkaCluster } from "../support/kafka_cluster.ts";
import type { ProcessorProcess } from "../support/processor_process.ts";
import type { Scene, SceneOptions } from "../support/scene.ts";

/** Which Kafka a scenario needs: one that many share, or brokers of its own that it may break. */
export type Brokers = "shared" | "one of its own" | "three of its own";

/**
 * One fault, done to a pipeline at work. It says nothing about what is checked afterwards, because
 * that is the same for all: everything processed, audit, Java's reader, lag zero.
 */
export interface Scenario {
  /** A promise; no two scenarios have the same. */
  readonly name: string;
  /** What it belongs to: "cut points", "brokers", ... */
  readonly family: string;
  readonly brokers: Brokers;
  readonly options?: SceneOptions;
  /** Settings of the brokers that differ, where they are its own. */
  readonly properties?: Readonly<Record<string, string>>;
  /** Part of the short run that every landing passes. */
  readonly isShort?: true;
  /** Its takeovers are held against limits: it runs when little else does. */
  readonly isMeasured?: true;
  /**
   * Settles once the fault has hit and, where it has an end, is over. Throws when it did not hit.
   * A scenario in which the processor has to stop asserts that itself, and mends what it broke.
   */
  readonly run: (trial: Trial) => Promise<void>;
  /** The processor has to stop, and what it stopped for cannot be mended: no more is checked. */
  readonly endsStopped?: true;
  /**
   * The output has more partitions than it had: the audit judges by today's, and a key's counts lie in
   * two partitions, so that Java's reader alone is the judge.
   */
  readonly hasGrownOutput?: true;
}

/** What a scenario works with. */
export interface Trial {
  readonly scene: Scene;
  /** Numbers from 0 to 1 that follow from the seed and the scenario's name. */
  readonly random: () => number;
  /** Brokers that may be broken; only for scenarios with brokers of their own. */
  readonly cluster: KafkaCluster;
  /** A proxy before each broker, for one processor; without faults at the end, and then closed. */
  readonly proxy: (identity?: ProxyIdentity) => Promise<FaultProxy>;
  /** Sends logins until the end of the scenario, also while Kafka is away. */
  readonly load: (loginsPerSecond?: number) => void;
  /** How long a process is stalled that others take for dead. */
  readonly stallMs: number;
  /** Sends SIGKILL and counts it. */
  readonly kill: (processor: ProcessorProcess) => Promise<void>;
  /** Notes that the fault hit, and that input was left unprocessed when it did; throws otherwise. */
  readonly hit: (what: string) => Promise<void>;
  /** Measures from a signal until another process has taken all partitions over and committed. */
  readonly takeover: (
    signal: "SIGKILL" | "SIGTERM",
    from: ProcessorProcess,
    to: ProcessorProcess,
  ) => Promise<void>;
}
