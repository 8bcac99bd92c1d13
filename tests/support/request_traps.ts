import type { PassingRequest } from "./kafka_frames.ts";
import type { ProxyLink } from "./proxy_link.ts";
import { inTime } from "./until.ts";

/** When a request is caught: before the broker sees it, or once it ran and its answer is due. */
export type Moment = "before" | "after";

/** Which requests are meant. */
export type Match = (request: PassingRequest) => boolean;

/** One request that is kept back, and with it everything behind it on its connection. */
export interface Caught {
  /** Settles once a request is. */
  readonly caught: () => Promise<PassingRequest>;
  /** Lets it, or its answer, go on; nothing more is caught. */
  readonly release: () => void;
  /** Ends its connection at both sides; the request, or its answer, is lost. */
  readonly reset: () => void;
}

interface Trap {
  readonly match: Match;
  readonly moment: Moment;
  /** Whether what comes after the first that is caught is kept back as well. */
  readonly isLasting: boolean;
  /** How many requests that fit are still to come, the one to catch included. */
  left: number;
  readonly caught: PromiseWithResolvers<PassingRequest>;
  readonly released: PromiseWithResolvers<void>;
  /** The connection of what was caught. */
  link: ProxyLink | null;
}

/** Requests that wait to be caught, or are. */
export class RequestTraps {
  readonly #traps = new Set<Trap>();
  readonly #watchers: ((request: PassingRequest) => void)[] = [];
  readonly #reset: (link: ProxyLink) => void;

  /** Has none yet; connections are ended by the function given. */
  constructor(reset: (link: ProxyLink) => void) {
    this.#reset = reset;
  }

  /** Keeps back the n-th request from now on that fits, or the answer to it; all later ones where it lasts. */
  set(
    match: Match,
    { moment, nth = 1, isLasting = false }: { moment: Moment; nth?: number; isLasting?: boolean },
  ): Caught {
    const trap: Trap = {
      ...{ match, moment, isLasting, left: nth, link: null },
      caught: Promise.withResolvers(),
      released: Promise.withResolvers(),
    };
    this.#traps.add(trap);
    return {
      caught: () => inTime("a request that a test wants to keep back", trap.caught.promise),
      release: () => this.#open(trap),
      reset: () => {
        // First the connection, or what is kept back would go on.
        if (trap.link !== null) this.#reset(trap.link);
        this.#open(trap);
      },
    };
  }

  /** Shows each request from now on, before it goes on as it then is. */
  watch(look: (request: PassingRequest) => void): void {
    this.#watchers.push(look);
  }

  /** Settles when a request, or its answer, may go on. */
  async pass(moment: Moment, request: PassingRequest, link: ProxyLink): Promise<void> {
    if (moment === "before") { for (const look of this.#watchers) look(request); }
    for (const trap of this.#traps) {
      const isDone = trap.link !== null && !trap.isLasting;
      if (trap.moment !== moment || isDone || !trap.match(request)) continue;
      if (--trap.left > 0) continue;
      trap.link = link;
      trap.caught.resolve(request);
      await trap.released.promise;
    }
  }

  /** Lets go what is caught; nothing more is. */
  openAll(): void {
    for (const trap of [...this.#traps]) this.#open(trap);
  }

  #open(trap: Trap): void {
    this.#traps.delete(trap);
    trap.released.resolve();
  }
}
