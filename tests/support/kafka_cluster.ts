/** One broker of a cluster that a test may break. */
export interface Broker {
  readonly id: number;
  /** host:port for clients. */
  readonly address: string;
  /** Where its logs and settings are. */
  readonly directory: string;
  /** SIGKILL. */
  readonly kill: () => Promise<void>;
  /** SIGTERM, and waits for its end. */
  readonly stop: () => Promise<void>;
  /** Starts it again over its data and waits until it answers. */
  readonly start: () => Promise<void>;
  /** SIGSTOP. */
  readonly stall: () => void;
  /** SIGCONT. */
  readonly resume: () => void;
}

/** Brokers of one test's own. */
export interface KafkaCluster extends AsyncDisposable {
  /** As KAFKA_BROKERS has it. */
  readonly bootstrap: string;
  readonly brokers: readonly Broker[];
  readonly controller: () => Promise<Broker>;
  readonly leaderOf: (topic: string, partition: number) => Promise<Broker>;
  readonly coordinatorOf: (kind: "group" | "transaction", id: string) => Promise<Broker>;
}
