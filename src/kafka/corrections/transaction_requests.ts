import { errorType } from "../errors/error_type.ts";

/** A broker as the transactions of a producer know it. */
export interface Coordinator {
  isConnected(): boolean;
}

/** Whose coordinator is asked for: a group's, or a transactional id's. */
export interface CoordinatorQuestion {
  readonly groupId: string;
  readonly coordinatorType?: number;
}

/** The part of kafkajs' cluster that finds coordinators. */
export interface CoordinatorFinder {
  findGroupCoordinator(question: CoordinatorQuestion): Promise<Coordinator>;
}

/** A request of a transaction, as kafkajs calls it. */
export type TransactionRequest = (...words: unknown[]) => Promise<unknown>;

/** The requests of a transactional producer; kafkajs knows the rest. */
export interface EosManager {
  readonly initProducerId: TransactionRequest;
  readonly addPartitionsToTransaction: TransactionRequest;
  readonly sendOffsets: TransactionRequest;
  readonly commit: TransactionRequest;
  readonly abort: TransactionRequest;
}

/** kafkajs' factory of it. */
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

/** The first request of a transaction, whichever it is. */
const openings: ReadonlySet<string> = new Set(["addPartitionsToTransaction", "sendOffsets"]);

const firstPauseMs = 1;
const longestPauseMs = 20;
const patienceMs = 5_000;

/** For InitProducerId, of which kafkajs lets nobody say how it is tried again; some eight seconds. */
const retry = {
  initialRetryTime: 10,
  factor: 0.1,
  multiplier: 1.5,
  maxRetryTime: 500,
  retries: 24,
} as const;

/**
 * Looks a coordinator up once for a producer and not before each request, and waits only for as long
 * as the former transaction takes to end.
 *
 * The original asks who the coordinator is four times in each transaction: nine requests, one after
 * the other, where five do. And right after a commit, while its markers are written, the coordinator
 * answers CONCURRENT_TRANSACTIONS; the original then begins the whole send anew, or, where an id is
 * taken over, waits for 300 ms and more.
 *
 * A request that fails forgets what was found. So does one that asks twice, as it does when it tries
 * again by itself: what it was told before was of no use.
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
