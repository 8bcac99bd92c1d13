/** The part of kafkajs that holds a broker's lock during a request. */
export interface EosManager {
  acquireBrokerLock(broker: unknown): Promise<void>;
  releaseBrokerLock(broker: unknown): void | Promise<void>;
}

/** One attempt of a kafkajs retrier. */
export type Attempt = (...words: unknown[]) => Promise<unknown>;

/** The parts of a send that are corrected. */
export interface SendOptions {
  readonly eosManager: EosManager;
  readonly retrier: (attempt: Attempt) => Promise<unknown>;
}

/** kafkajs' factory of the function that sends records to the leaders of their partitions. */
export type CreateSendMessages = (options: SendOptions) => (records: unknown) => Promise<unknown>;

/** The module of kafkajs that {@linkcode settleBeforeRetry} corrects. */
export const corrects = "kafkajs/src/producer/sendMessages.js";

/**
 * Retries a send only after every request of the last attempt has been answered.
 *
 * The original sends to all brokers at once and retries as soon as the first one fails, even if only
 * because a partition has moved. It then sends the records of all brokers without an answer again. A
 * broker whose answer is still on its way gets its records a second time, with the next sequence
 * numbers. To the broker they are new, so the log contains them twice, and the answers do not show it.
 */
export function settleBeforeRetry(original: CreateSendMessages): CreateSendMessages {
  return (options) => {
    const requests = new Requests();
    return original({
      ...options,
      eosManager: counting(options.eosManager, requests),
      retrier: (attempt) =>
        options.retrier(async (...words) => {
          try {
            return await attempt(...words);
          } catch (error) {
            await requests.settled();
            throw error;
          }
        }),
    });
  };
}

/** kafkajs holds a broker's lock from before a request until its answer is noted. */
function counting(eosManager: EosManager, requests: Requests): EosManager {
  return Object.assign(Object.create(eosManager), {
    acquireBrokerLock: async (broker: unknown) => {
      requests.begin();
      try {
        await eosManager.acquireBrokerLock(broker);
      } catch (error) {
        requests.end();
        throw error;
      }
    },
    releaseBrokerLock: async (broker: unknown) => {
      try {
        await eosManager.releaseBrokerLock(broker);
      } finally {
        requests.end();
      }
    },
  });
}

/** Counts the open requests. */
class Requests {
  #count = 0;
  #none = Promise.withResolvers<void>();

  begin(): void {
    if (this.#count++ === 0) this.#none = Promise.withResolvers();
  }

  end(): void {
    if (--this.#count === 0) this.#none.resolve();
  }

  async settled(): Promise<void> {
    if (this.#count > 0) await this.#none.promise;
  }
}
