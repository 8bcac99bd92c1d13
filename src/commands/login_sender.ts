import type { Kafka, Message, Producer } from "kafkajs";
import { FatalError, messageOf } from "../errors.ts";
import { errorType } from "../kafka/access/error_type.ts";
import { asFatal, recoveryOf } from "../runner/recovery.ts";
import type { Reaching } from "../setup/start_checks.ts";
import { waitFor } from "../setup/waiting.ts";

/** Where logins go, and where to report waits. */
export interface SenderSettings {
  readonly topic: string;
  /** Named when Kafka does not answer. */
  readonly reaching: Reaching;
  readonly report: (line: string) => void;
  /** How long a partition may accept no logins before the send fails. */
  readonly timeoutSeconds?: number;
}

/** The messages of a batch by partition. */
export type MessagesByPartition = ReadonlyMap<number, readonly Message[]>;

const defaultTimeoutSeconds = 120;
/** The errors of a broker that lacks records which it has acknowledged to this producer. */
const lossTypes = new Set(["OUT_OF_ORDER_SEQUENCE_NUMBER", "UNKNOWN_PRODUCER_ID"]);

/**
 * Sends each login exactly once, even when leaders move.
 *
 * A message of a failed send may still have arrived. The producer's sequence numbers let the leader,
 * even a new one, recognize records that it already has, provided that exactly the same messages of a
 * partition are sent again before any others. kafkajs breaks this rule when one send goes to several
 * partitions and a leader moves meanwhile: it skips the partitions that move to a broker which has
 * answered, and sends those again, under new numbers, that move away from such a broker. So each
 * partition has a send of its own, which is repeated until it is acknowledged.
 */
export class LoginSender implements AsyncDisposable {
  readonly #producer: Producer;
  readonly #settings: SenderSettings;
  #acknowledged = 0;

  private constructor(producer: Producer, settings: SenderSettings) {
    this.#producer = producer;
    this.#settings = settings;
  }

  /** Connects. Waits while Kafka does not answer. */
  static async connect(kafka: Kafka, settings: SenderSettings): Promise<LoginSender> {
    const producer = kafka.producer({ idempotent: true, maxInFlightRequests: 1 });
    const { reaching, report, timeoutSeconds = defaultTimeoutSeconds } = settings;
    await waitFor({ ...reaching, timeoutSeconds, report }, () => producer.connect());
    return new LoginSender(producer, settings);
  }

  /** Resolves when all are acknowledged. Throws FatalError when some cannot be. */
  async send(batch: MessagesByPartition): Promise<void> {
    const sends = [...batch].map(([partition, messages]) => this.#send(partition, messages));
    // Wait for all of them even if one fails, because acknowledged logins are counted.
    const failed = (await Promise.allSettled(sends)).find(({ status }) => status === "rejected");
    if (failed?.status === "rejected") throw this.#withCount(failed.reason);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#producer.disconnect();
  }

  async #send(partition: number, messages: readonly Message[]): Promise<void> {
    const { topic, reaching, report, timeoutSeconds = defaultTimeoutSeconds } = this.#settings;
    const target = `${topic}[${partition}]`;
    const patience = { ...reaching, what: `${target} to accept logins`, timeoutSeconds, report };
    await waitFor(patience, async () => {
      try {
        await this.#producer.send({ topic, messages: [...messages], acks: -1 });
      } catch (error) {
        throw this.#judged(error, target);
      }
    });
    this.#acknowledged += messages.length;
  }

  /** Adds how many logins were acknowledged, so that the user knows how many remain. */
  #withCount(error: unknown): unknown {
    if (!(error instanceof FatalError)) return error;
    const message = `${error.message}; ${this.#acknowledged} logins were acknowledged in total`;
    return new FatalError(message, error.action, { cause: error });
  }

  #judged(error: unknown, target: string): unknown {
    if (lossTypes.has(errorType(error) ?? "")) {
      return new FatalError(
        `Cannot continue: ${target} has lost logins that it had acknowledged (${messageOf(error)})`,
        "give the topic three replicas and min.insync.replicas=2, so that one broker may fail; " +
          "then run generate again for as many logins as are wanted",
        { cause: error },
      );
    }
    return recoveryOf(error) === "stop" ? asFatal(error, `sending to ${target}`) : error;
  }
}
