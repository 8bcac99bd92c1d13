import { errorType } from "../access/error_type.ts";

/** A broker that coordinates a transaction. */
export interface Coordinator {
  isConnected(): boolean;
}

/** A lookup of the coordinator of a group or a transactional id. */
export interface CoordinatorQuestion {
  readonly groupId: string;
  readonly coordinatorType?: number;
}

/** The part of kafkajs' cluster that finds coordinators. */
export interface CoordinatorFinder {
  findGroupCoordinator(question: CoordinatorQuestion): Promise<Coordinator>;
}

/** A request in a transaction. */
export type TransactionRequest = (...words: unknown[]) => Promise<unknown>;

/** The requests of a transactional producer that are corrected. */
export interface EosManager {
  readonly initProducerId: TransactionRequest;
  readonly addPartitionsToTransaction: TransactionRequest;
  readonly sendOffsets: TransactionRequest;
  readonly commit: TransactionRequest;
  readonly abort: TransactionRequest;
}

/** kafkajs' factory of an EosManager. */
export type CreateEosManager = (options: { readonly cluster: CoordinatorFinder }) => EosManager;

/** The module of kafkajs that {@linkcode rememberCoordinators} corrects. */
export const corrects = "kafkajs/src/producer/eosManager/index.js";

const requests = [
  "initProducerId",
  "addPartitionsToTransaction",
  "sendOffsets",
  "commit",
  "abort",
] as const;

/** The requests that can be the first of a transaction. */
const openings: ReadonlySet<string> = new Set(["addPartitionsToTransaction", "sendOffsets"]);

const firstPauseMs = 1;
const longestPauseMs = 20;
const patienceMs = 5_000;

/** For InitProducerId, whose retries kafkajs does not let callers configure; about eight seconds. */
const retry = {
  initialRetryTime: 10,
  factor: 0.1,
  multiplier: 1.5,
  maxRetryTime: 500,
  retries: 24,
} as const;

/**
 * Looks up a coordinator once per producer instead of before each request, and waits only as long as
 * the previous transaction takes to end.
 *
 * The original looks up the coordinator four times in each transaction: nine requests in a row instead
 * of five. Right after a commit, while its end markers are written, the coordinator answers
 * CONCURRENT_TRANSACTIONS. The original then repeats the whole send or, when it takes over an id, waits
 * for 300 ms or more.
 *
 * A failed request clears the cache. So does a second lookup in one request, which means that kafkajs
 * is retrying and the cached coordinator was wrong.
 */
export function rememberCoordinators(original: CreateEosManager): CreateEosManager {
  return (options) => {
    const coordinators = new Coordinators(options.cluster);
    const cluster = Object.assign(Object.create(options.cluster), {
      retry,
      findGroupCoordinator: (question: CoordinatorQuestion) => coordinators.find(question),
    });
    const manager = original({ ...options, cluster });
    const remembering = requests.map((name) => {
      const request: TransactionRequest = (...words) => manager[name](...words);
      const patient = openings.has(name) ? patiently(request) : request;
      return [name, (...words: unknown[]) => coordinators.during(() => patient(...words))] as const;
    });
    return { ...manager, ...Object.fromEntries(remembering) };
  };
}

class Coordinators {
  readonly #cluster: CoordinatorFinder;
  readonly #found = new Map<string, Coordinator>();
  readonly #used = new Set<string>();

  constructor(cluster: CoordinatorFinder) {
    this.#cluster = cluster;
  }

  async during(request: () => Promise<unknown>): Promise<unknown> {
    this.#used.clear();
    try {
      return await request();
    } catch (error) {
      this.#found.clear();
      throw error;
    }
  }

  async find(question: CoordinatorQuestion): Promise<Coordinator> {
    const name = `${question.coordinatorType}/${question.groupId}`;
    const known = this.#found.get(name);
    if (known?.isConnected() && !this.#used.has(name)) {
      this.#used.add(name);
      return known;
    }
    const found = await this.#cluster.findGroupCoordinator(question);
    this.#found.set(name, found);
    this.#used.add(name);
    return found;
  }
}

function patiently(request: TransactionRequest): TransactionRequest {
  return async (...words) => {
    const deadlineMs = performance.now() + patienceMs;
    for (let pauseMs = firstPauseMs;; pauseMs = Math.min(pauseMs * 2, longestPauseMs)) {
      try {
        return await request(...words);
      } catch (error) {
        const isOver = performance.now() > deadlineMs;
        if (errorType(error) !== "CONCURRENT_TRANSACTIONS" || isOver) throw error;
        await new Promise((resolve) => setTimeout(resolve, pauseMs));
      }
    }
  };
}
