import { Subscription } from "./subscription.ts";

/** An event: its name and its data. */
export interface LiveEvent {
  readonly name: string;
  readonly data: unknown;
}

/** The maximum number of subscribers, and of bytes that may wait for one. */
export interface HubLimits {
  readonly maxSubscribers: number;
  readonly maxQueuedBytes: number;
}

const encoder = new TextEncoder();

/**
 * Server-sent events for many subscribers: each event is serialized once for all of them, and a
 * subscriber that does not keep up is dropped.
 */
export class EventHub {
  readonly #subscribers = new Set<Subscription>();
  readonly #limits: HubLimits;
  #dropped = 0;

  /** Starts without subscribers. */
  constructor(limits: HubLimits) {
    this.#limits = limits;
  }

  /** The number of subscribers. */
  get size(): number {
    return this.#subscribers.size;
  }

  /** How many subscribers were dropped because they were too slow. */
  get dropped(): number {
    return this.#dropped;
  }

  /** A stream that starts with these bytes; null when there are too many subscribers. */
  subscribe(first: Uint8Array): ReadableStream<Uint8Array> | null {
    if (this.#subscribers.size >= this.#limits.maxSubscribers) return null;
    const subscriber = new Subscription(first, () => this.#subscribers.delete(subscriber));
    this.#subscribers.add(subscriber);
    return subscriber.stream;
  }

  /** Sends events to all subscribers in one write each, because writes are what costs. */
  send(...events: readonly LiveEvent[]): void {
    if (events.length === 0 || this.#subscribers.size === 0) return;
    this.#broadcast(eventBytes(events));
  }

  /** Sends a comment, so that no proxy closes an idle connection. */
  beat(): void {
    this.#broadcast(encoder.encode(": still here\n\n"));
  }

  /** Ends all streams. */
  close(): void {
    for (const subscriber of this.#subscribers) this.#end(subscriber);
  }

  #broadcast(bytes: Uint8Array): void {
    for (const subscriber of this.#subscribers) {
      // The limit is checked before adding, so that a single event of any size gets through.
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

/** Events as bytes of the stream. */
export function eventBytes(events: readonly LiveEvent[]): Uint8Array {
  return encoder.encode(events.map(textOf).join(""));
}

function textOf({ name, data }: LiveEvent): string {
  return `event: ${name}\ndata: ${JSON.stringify(data)}\n\n`;
}
