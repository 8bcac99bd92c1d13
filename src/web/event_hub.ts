import { Subscription } from "./subscription.ts";

/** An event by its name, and what it tells. */
export interface LiveEvent {
  readonly name: string;
  readonly data: unknown;
}

/** How many subscribers there may be, and how far one may lag behind. */
export interface HubLimits {
  readonly maxSubscribers: number;
  readonly maxQueuedBytes: number;
}

const encoder = new TextEncoder();

/**
 * Server-sent events to many: each event is serialised once, whoever reads it, and a reader that
 * does not keep up is let go instead of being waited for.
 */
export class EventHub {
  readonly #subscribers = new Set<Subscription>();
  readonly #limits: HubLimits;
  #dropped = 0;

  /** Begins with nobody. */
  constructor(limits: HubLimits) {
    this.#limits = limits;
  }

  /** How many read now. */
  get size(): number {
    return this.#subscribers.size;
  }

  /** How many were let go because they were too slow. */
  get dropped(): number {
    return this.#dropped;
  }

  /** A stream that begins with these bytes; null when there are too many already. */
  subscribe(first: Uint8Array): ReadableStream<Uint8Array> | null {
    if (this.#subscribers.size >= this.#limits.maxSubscribers) return null;
    const subscriber = new Subscription(first, () => this.#subscribers.delete(subscriber));
    this.#subscribers.add(subscriber);
    return subscriber.stream;
  }

  /** Sends events to all, in one piece: what costs is each write to each reader. */
  send(...events: readonly LiveEvent[]): void {
    if (events.length === 0 || this.#subscribers.size === 0) return;
    this.#broadcast(eventBytes(events));
  }

  /** Sends a comment, which keeps connections open that somebody between might close. */
  beat(): void {
    this.#broadcast(encoder.encode(": still here\n\n"));
  }

  /** Ends all streams. */
  close(): void {
    for (const subscriber of this.#subscribers) this.#end(subscriber);
  }

  #broadcast(bytes: Uint8Array): void {
    for (const subscriber of this.#subscribers) {
      // What lies there for longer is more than one event, however large that is.
      if (subscriber.lagBytes <= this.#limits.maxQueuedBytes) {
        subscriber.add(bytes);
        continue;
      }
      this.#dropped++;
      this.#end(subscriber);
    }
  }

  #end(subscriber: Subscription): void {
    this.#subscribers.delete(subscriber);
    subscriber.end();
  }
}

/** Events as they are sent. */
export function eventBytes(events: readonly LiveEvent[]): Uint8Array {
  return encoder.encode(events.map(textOf).join(""));
}

function textOf({ name, data }: LiveEvent): string {
  return `event: ${name}\ndata: ${JSON.stringify(data)}\n\n`;
}
