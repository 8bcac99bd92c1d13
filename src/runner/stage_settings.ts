import type { ClusterClient } from "../kafka/cluster.ts";
import type { KafkaSettings } from "../kafka/connection.ts";
import type { FreshClient } from "../kafka/fresh_client.ts";
import type { TopicLimits } from "../kafka/send_chunks.ts";
import type { Tracing } from "../kafka/tracing.ts";
import type { TransactionProtocol } from "../kafka/transaction_protocol.ts";
import type { Codecs } from "../pipeline/avro_codec.ts";
import type { InputBatch } from "../pipeline/record.ts";
import type { Stage } from "../pipeline/stage.ts";
import type { Budget } from "./budget.ts";
import type { StageEvent } from "./stage_event.ts";
import type { TakenTimes } from "./taken_times.ts";

/** A stage and everything that the runner needs to run it. */
export interface StageSettings<State, Change> {
  readonly stage: Stage<State, Change>;
  readonly inputTopic: string;
  readonly appId: string;
  /** For the connections of the stage's own: one to read with, and one to write with. */
  readonly kafka: KafkaSettings;
  /** Shared by the stages of this thread. */
  readonly cluster: ClusterClient;
  readonly limits: TopicLimits;
  /** The timestamps that topics have recently rejected; shared by all writers. */
  readonly takenTimes: TakenTimes;
  readonly fetchBytes: number;
  /** How many records may be in transactions at once; shared by all stages of this thread. */
  readonly budget: Budget;
  /**
   * After each batch the stage pauses for this many times as long as the batch took, but at most for
   * 100 ms. A transaction costs the same for ten records as for a thousand, so waiting pays off under
   * load.
   */
  readonly pauseFactor: number;
  readonly sessionTimeoutMs: number;
  readonly transactionTimeoutMs: number;
  /** Which version of the transaction protocol to use; `auto` decides by what the brokers support. */
  readonly transactionProtocol: "auto" | TransactionProtocol["name"];
  /** The codecs of all schema ids in a batch; without a promise when all are cached. */
  readonly codecsFor: (batch: InputBatch, reader: Stage<State, Change>["reader"]) =>
    | Codecs
    | Promise<Codecs>;
  /** Called for an offset that is not ours. Throws if ours was deleted, or if a tool set this one. */
  readonly confirmBeginning: () => Promise<void>;
  /** How long work may make no progress before the watchdog checks whether Kafka works. */
  readonly patienceMs: number;
  /** Kafka over new connections, for a member whose own may be dead. */
  readonly freshClient: FreshClient;
  readonly notify: (event: StageEvent) => void;
  /** Null when tracing is off, as it is by default. */
  readonly tracing: Tracing | null;
}

/** What is needed to look for the transactions of others. */
export type TransactionNeeds = Pick<
  StageSettings<unknown, unknown>,
  "cluster" | "appId" | "stage" | "inputTopic" | "transactionTimeoutMs" | "notify"
>;
