import { type FatalError, TransientError } from "../../errors.ts";

/** A user and a broker. A refusal applies to this pair only. */
export interface Attempt {
  /** host:port of the broker. */
  readonly broker: string;
  readonly user: string;
}

interface Refused {
  readonly times: number;
  readonly untilMs: number;
  readonly isFinal: boolean;
  readonly reason: FatalError;
}

/** The pauses after the first refusals of a user who was admitted before. The next one is final. */
const pausesMs = [5_000, 15_000];
const finalPauseMs = 60_000;

/**
 * Decides whether to retry after a broker has refused a user. A user who was never admitted has wrong
 * settings, so the first refusal is final: repeated logins would lock the account. For a user who was
 * admitted before, the broker may be starting, or the password may be changing, so there are two
 * retries within 20 s. During the pauses no connection tries.
 */
export class Refusals {
  readonly #now: () => number;
  readonly #admitted = new Set<string>();
  readonly #refused = new Map<string, Refused>();
  readonly #queues = new Map<string, Promise<unknown>>();

  /** Starts without any known users. */
  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
  }

  /** Runs one attempt at a time per broker, so that later ones learn from the first. */
  async inTurn<T>(attempt: Attempt, enter: () => Promise<T>): Promise<T> {
    const key = keyOf(attempt);
    const previous = this.#queues.get(key) ?? Promise.resolve();
    const entered = previous.then(() => {
      this.assertOpen(attempt);
      return enter();
    });
    this.#queues.set(key, entered.catch(() => {}));
    return await entered;
  }

  /** Notes that a broker has admitted a user. */
  admit(attempt: Attempt): void {
    this.#admitted.add(attempt.user);
    this.#refused.delete(keyOf(attempt));
  }

  /** Notes that a broker has refused a user, and returns the error to throw. */
  refuse(attempt: Attempt, reason: FatalError): Error {
    const key = keyOf(attempt);
    const times = (this.#refused.get(key)?.times ?? 0) + 1;
    const pauseMs = this.#admitted.has(attempt.user) ? pausesMs[times - 1] : undefined;
    const untilMs = this.#now() + (pauseMs ?? finalPauseMs);
    const isFinal = pauseMs === undefined;
    this.#refused.set(key, { times, untilMs, isFinal, reason });
    return isFinal ? reason : askedAgain(reason, pauseMs);
  }

  /** Throws the known refusal during the pause after it. */
  assertOpen(attempt: Attempt): void {
    const refused = this.#refused.get(keyOf(attempt));
    const leftMs = (refused?.untilMs ?? -Infinity) - this.#now();
    if (refused === undefined || leftMs <= 0) return;
    throw refused.isFinal ? refused.reason : askedAgain(refused.reason, leftMs);
  }
}

function askedAgain(reason: FatalError, pauseMs: number): TransientError {
  const seconds = Math.ceil(pauseMs / 1000);
  return new TransientError(`${reason.message}; retrying in ${seconds} s`);
}

function keyOf({ broker, user }: Attempt): string {
  return `${broker} ${user}`;
}
