import type { Kafka, Message, Producer } from "kafkajs";
import { FatalError, messageOf } from "../errors.ts";
import { errorType } from "../kafka/errors/error_type.ts";
import { asFatal, recoveryOf } from "../runner/recovery.ts";
import type { Reaching } from "../setup/start_checks.ts";
import { waitFor } from "../setup/waiting.ts";

/** Where logins go, and whom to tell what is waited for. */
export interface SenderSettings {
  readonly topic: string;
  /** Named when Kafka does not answer. */
  readonly reaching: Reaching;
  readonly report: (line: string) => void;
  /** How long a partition may take none before it is given up. */
  readonly timeoutSeconds?: number;
}

/** The messages of a batch by partition. */
export type MessagesByPartition = ReadonlyMap<number, readonly Message[]>;

const usualTimeoutSeconds = 120;
/** What a broker says that lacks records which this producer has an acknowledgement for. */
const lossTypes = new Set(["OUT_OF_ORDER_SEQUENCE_NUMBER", "UNKNOWN_PRODUCER_ID"]);

/**
 * Sends each login once, whatever moves meanwhile.
 *
 * A message that failed may have arrived. The producer's sequence numbers let the leader, also a new
 * one, recognise what it already has, as long as exactly the same messages of a partition are sent
 * again before any other. kafkajs does not keep to that where one send goes to several partitions:
 * when a leader moves during it, it leaves out those that move to a broker which has answered, and
 * sends those once more, under new numbers, that move away from one. So each partition is a send of
 * its own, and is repeated until it is acknowledged.
 */
export class LoginSender implements AsyncDisposable {
  readonly #producer: Producer;
  readonly #settings: SenderSettings;
  #acknowledged = 0;

  private constructor(producer: Producer, settings: SenderSettings) {
    this.#producer = producer;
    this.#settings = settings;
  }

  /** Connects; waits for a Kafka that does not answer. */
  static async connect(kafka: Kafka, settings: SenderSettings): Promise<LoginSender> {
    const producer = kafka.producer({ idempotent: true, maxInFlightRequests: 1 });
    const { reaching, report, timeoutSeconds = usualTimeoutSeconds } = settings;
    await waitFor({ ...reaching, timeoutSeconds, report }, () => producer.connect());
    return new LoginSender(producer, settings);
  }

  /** Resolves when all are acknowledged; throws FatalError when some cannot be. */
  async send(batch: MessagesByPartition): Promise<void> {
    const sends = [...batch].map(([partition, messages]) => this.#send(partition, messages));
    // Those that go on must not be cut off by one that failed: what was acknowledged is counted.
    const failed = (await Promise.allSettled(sends)).find(({ status }) => status === "rejected");
    if (failed?.status === "rejected") throw this.#told(failed.reason);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#producer.disconnect();
  }

  async #send(partition: number, messages: readonly Message[]): Promise<void> {
    const { topic, reaching, report, timeoutSeconds = usualTimeoutSeconds } = this.#settings;
    const place = `${topic}[${partition}]`;
    const patience = { ...reaching, what: `${place} to take logins`, timeoutSeconds, report };
    await waitFor(patience, async () => {
      try {
        await this.#producer.send({ topic, messages: [...messages], acks: -1 });
      } catch (error) {
        throw this.#judged(error, place);
      }
    });
    this.#acknowledged += messages.length;
  }

  /** Whoever sends the rest has to know how many it is. */
  #told(error: unknown): unknown {
    if (!(error instanceof FatalError)) return error;
    const message = `${error.message}; ${this.#acknowledged} were acknowledged in all`;
    return new FatalError(message, error.action, { cause: error });
  }

  #judged(error: unknown, place: string): unknown {
    if (lossTypes.has(errorType(error) ?? "")) {
      return new FatalError(
        `Cannot continue: ${place} lacks logins that it had acknowledged (${messageOf(error)})`,
        "give the topic three copies and min.insync.replicas=2, so that a broker can be missing; " +
          "then run generate again for as many logins as are wanted",
        { cause: error },
      );
    }
    return recoveryOf(error) === "stop" ? asFatal(error, `sending to ${place}`) : error;
  }
}
