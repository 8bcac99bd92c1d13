import type { FaultProxy, ProxyIdentity } from "../support/fault_proxy.ts";
import type { KafkaCluster } from "../support/kafka_cluster.ts";
import type { ProcessorProcess } from "../support/processor_process.ts";
import type { Scene, SceneOptions } from "../support/scene.ts";

/** The Kafka that a scenario needs: a shared one, or its own brokers, which it may break. */
export type Brokers = "shared" | "one of its own" | "three of its own";

/**
 * One fault in a pipeline at work. It does not say what is checked afterwards, because that is the
 * same for all: everything processed, audit, Java's reader, no lag.
 */
export interface Scenario {
  /** A promise, unique among all scenarios. */
  readonly name: string;
  /** The family: "cut points", "brokers", ... */
  readonly family: string;
  readonly brokers: Brokers;
  readonly options?: SceneOptions;
  /** Properties of its own brokers that differ from the usual ones. */
  readonly properties?: Readonly<Record<string, string>>;
  /** Whether it is part of the short run that every landing passes. */
  readonly isShort?: true;
  /** Whether its takeovers must keep the limits, for which it runs when little else does. */
  readonly isMeasured?: true;
  /**
   * Resolves after the fault has hit and, if it has an end, is over. Throws if it did not hit. A
   * scenario in which the processor must stop asserts that itself, and repairs what it broke.
   */
  readonly run: (trial: Trial) => Promise<void>;
  /**
   * Whether the processor must stop for something that cannot be repaired, so that nothing more is
   * checked.
   */
  readonly endsStopped?: true;
  /**
   * Whether partitions were added to the output. The audit expects the current number, and the counts
   * of a key are in two partitions, so only Java's reader judges.
   */
  readonly hasGrownOutput?: true;
}

/** The tools of a scenario. */
export interface Trial {
  readonly scene: Scene;
  /** Numbers from 0 to 1 that follow from the seed and the scenario's name. */
  readonly random: () => number;
  /** Brokers that may be broken; only for scenarios with their own brokers. */
  readonly cluster: KafkaCluster;
  /** A proxy to each broker, for one processor; at the end its faults end and it is closed. */
  readonly proxy: (identity?: ProxyIdentity) => Promise<FaultProxy>;
  /** Sends logins until the end of the scenario, even while Kafka is down. */
  readonly load: (loginsPerSecond?: number) => void;
  /** How long a process is stalled, so that others take it for dead. */
  readonly stallMs: number;
  /** Sends SIGKILL and counts it. */
  readonly kill: (processor: ProcessorProcess) => Promise<void>;
  /** Notes that the fault hit while input was unprocessed; throws otherwise. */
  readonly hit: (what: string) => Promise<void>;
  /** Measures the time from a signal until another process has committed in all partitions. */
  readonly takeover: (
    signal: "SIGKILL" | "SIGTERM",
    from: ProcessorProcess,
    to: ProcessorProcess,
  ) => Promise<void>;
}
