import type { Kafka } from "kafkajs";
import type { Advocate } from "../kafka/advocate.ts";
import type { ClusterClient } from "../kafka/cluster.ts";
import type { TopicLimits } from "../kafka/send_chunks.ts";
import type { Tracing } from "../kafka/tracing.ts";
import type { Codecs } from "../pipeline/avro_codec.ts";
import type { InputBatch } from "../pipeline/record.ts";
import type { Stage } from "../pipeline/stage.ts";
import type { Budget } from "./budget.ts";
import type { StageEvent } from "./stage_event.ts";
import type { TakenTimes } from "./taken_times.ts";

/** A stage and everything the runner needs to run it. */
export interface StageSettings<State, Change> {
  readonly stage: Stage<State, Change>;
  readonly inputTopic: string;
  readonly appId: string;
  /** For producers; never the consumer's, see below. */
  readonly kafka: Kafka;
  /**
   * For the consumer. kafkajs marks offsets as committed before their transaction is, in a map that
   * everything made by one Kafka object shares; a consumer must not see that map.
   */
  readonly consumerKafka: Kafka;
  readonly cluster: ClusterClient;
  readonly limits: TopicLimits;
  /** What topics have refused of late; shared by all who write to them. */
  readonly takenTimes: TakenTimes;
  readonly fetchBytes: number;
  /** How many records may be in transactions at once; shared by all who share the memory. */
  readonly budget: Budget;
  /**
   * For how many times as long as a batch took the stage rests behind it, a tenth of a second at most:
   * a transaction costs the same for ten records as for a thousand, so under load it pays to wait.
   */
  readonly restFactor: number;
  readonly sessionTimeoutMs: number;
  readonly transactionTimeoutMs: number;
  /** The codecs of every schema id in a batch; at once when all are known. */
  readonly codecsFor: (batch: InputBatch, reader: Stage<State, Change>["reader"]) =>
    | Codecs
    | Promise<Codecs>;
  /** Asked where no position is ours; throws where one was forgotten, or set by a tool. */
  readonly confirmBeginning: () => Promise<void>;
  /** How long work may get nowhere before it is asked whether Kafka works. */
  readonly patienceMs: number;
  /** Whom a member that gets nowhere has to speak for it. */
  readonly advocate: Advocate;
  readonly notify: (event: StageEvent) => void;
  /** null where nothing is traced, which is the usual case. */
  readonly tracing: Tracing | null;
}
