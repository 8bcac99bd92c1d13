import type { PassingRequest } from "./kafka_frames.ts";
import type { ProxyLink } from "./proxy_link.ts";
import { inTime } from "./until.ts";

/** When a request is held: before the broker sees it, or after it ran and before its answer. */
export type Moment = "before" | "after";

/** Selects requests. */
export type Match = (request: PassingRequest) => boolean;

/** A held request, with everything behind it on its connection. */
export interface Caught {
  /** Resolves when a request is held. */
  readonly caught: () => Promise<PassingRequest>;
  /** Lets it, or its answer, go on; nothing more is held. */
  readonly release: () => void;
  /** Ends its connection on both sides; the request, or its answer, is lost. */
  readonly reset: () => void;
}

interface Trap {
  readonly match: Match;
  readonly moment: Moment;
  /** Whether requests after the first held one are held, too. */
  readonly isLasting: boolean;
  /** How many matching requests are still to come, including the one to hold. */
  left: number;
  readonly caught: PromiseWithResolvers<PassingRequest>;
  readonly released: PromiseWithResolvers<void>;
  /** The connection of the held request. */
  link: ProxyLink | null;
}

/** Traps that wait for a request or hold one. */
export class RequestTraps {
  readonly #traps = new Set<Trap>();
  readonly #watchers: ((request: PassingRequest) => void)[] = [];
  readonly #reset: (link: ProxyLink) => void;

  /** Starts without traps; uses the given function to end connections. */
  constructor(reset: (link: ProxyLink) => void) {
    this.#reset = reset;
  }

  /** Holds the n-th matching request, or its answer; with `isLasting`, all later ones, too. */
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
        // The connection first, or what is held would go on.
        if (trap.link !== null) this.#reset(trap.link);
        this.#open(trap);
      },
    };
  }

  /** Passes each request from now on to a function before it goes on. */
  watch(look: (request: PassingRequest) => void): void {
    this.#watchers.push(look);
  }

  /** Resolves when a request, or its answer, may go on. */
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

  /** Releases what is held, and holds no more. */
  openAll(): void {
    for (const trap of [...this.#traps]) this.#open(trap);
  }

  #open(trap: Trap): void {
    this.#traps.delete(trap);
    trap.released.resolve();
  }
}
