/** The part of kafkajs that holds the lock of a broker while a request is under way. */
export interface EosManager {
  acquireBrokerLock(broker: unknown): Promise<void>;
  releaseBrokerLock(broker: unknown): void | Promise<void>;
}

/** One attempt, as a retrier of kafkajs calls it. */
export type Attempt = (...words: unknown[]) => Promise<unknown>;

/** What a send is made of; kafkajs knows the rest. */
export interface SendOptions {
  readonly eosManager: EosManager;
  readonly retrier: (attempt: Attempt) => Promise<unknown>;
}

/** kafkajs' factory of the function that sends records to all brokers that lead their partitions. */
export type CreateSendMessages = (options: SendOptions) => (records: unknown) => Promise<unknown>;

/** The module of kafkajs that {@linkcode settleBeforeRetry} corrects. */
export const corrects = "kafkajs/src/producer/sendMessages.js";

/**
 * Lets a send be tried again only when every request of the last attempt has its answer.
 *
 * The original sends to all brokers at once and tries again as soon as the first has failed, be it
 * only with CONCURRENT_TRANSACTIONS, as happens right after a commit. What it sends again are the
 * records of all brokers without an answer. One whose answer is just on its way gets its records a
 * second time, with the sequence numbers that follow: to the broker they are new, the transaction
 * holds them twice, and the answers do not show it.
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

/** How many requests are under way. */
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
