import { type FatalError, TransientError } from "../../errors.ts";

/** Who asks whom: a broker's no holds for this alone. */
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

/** The pauses after the first refusals of somebody who was let in before; then it is final. */
const pausesMs = [5_000, 15_000];
const finalPauseMs = 60_000;

/**
 * What becomes of a broker's definite no. Whoever was never let in has the wrong settings: the first
 * no is final, as repeated logins lock an account. Whoever was let in before may have come while a
 * broker starts or a password is being changed, so it is asked again, twice in twenty seconds. In
 * between nobody asks, however many connections want to.
 */
export class Refusals {
  readonly #now: () => number;
  readonly #admitted = new Set<string>();
  readonly #refused = new Map<string, Refused>();
  readonly #queues = new Map<string, Promise<unknown>>();

  /** Knows of nobody yet. */
  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
  }

  /** One attempt at a time for a broker: those that follow learn from the first. */
  async inTurn<T>(attempt: Attempt, enter: () => Promise<T>): Promise<T> {
    const key = keyOf(attempt);
    const before = this.#queues.get(key) ?? Promise.resolve();
    const entered = before.then(() => {
      this.assertOpen(attempt);
      return enter();
    });
    this.#queues.set(key, entered.catch(() => {}));
    return await entered;
  }

  /** Notes that a broker let somebody in. */
  admit(attempt: Attempt): void {
    this.#admitted.add(attempt.user);
    this.#refused.delete(keyOf(attempt));
  }

  /** Notes that a broker refused somebody; gives the error to throw. */
  refuse(attempt: Attempt, reason: FatalError): Error {
    const key = keyOf(attempt);
    const times = (this.#refused.get(key)?.times ?? 0) + 1;
    const pauseMs = this.#admitted.has(attempt.user) ? pausesMs[times - 1] : undefined;
    const untilMs = this.#now() + (pauseMs ?? finalPauseMs);
    const isFinal = pauseMs === undefined;
    this.#refused.set(key, { times, untilMs, isFinal, reason });
    return isFinal ? reason : askedAgain(reason, pauseMs);
  }

  /** Throws what is known already, in a pause after a refusal. */
  assertOpen(attempt: Attempt): void {
    const refused = this.#refused.get(keyOf(attempt));
    const leftMs = (refused?.untilMs ?? -Infinity) - this.#now();
    if (refused === undefined || leftMs <= 0) return;
    throw refused.isFinal ? refused.reason : askedAgain(refused.reason, leftMs);
  }
}

function askedAgain(reason: FatalError, pauseMs: number): TransientError {
  const seconds = Math.ceil(pauseMs / 1000);
  return new TransientError(`${reason.message}; asked again in ${seconds} s`);
}

function keyOf({ broker, user }: Attempt): string {
  return `${broker} ${user}`;
}
