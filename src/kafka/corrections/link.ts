import type { Socket } from "node:net";
import {
  type Connection,
  connectionClosed,
  connectionError,
  type SentRequest,
} from "./kafkajs_connection.ts";

const longestTimerMs = 2 ** 31 - 1;
const frameHeadBytes = 4;
/** A timer that comes later than this tells of this process, which stood still, and of no network. */
const punctualMs = 500;

/** The links of this thread; each thread has brokers, connections and clocks of its own. */
const openLinks = new Set<Link>();

/**
 * One socket of a connection, from its opening to its end.
 *
 * It looks for requests whose time is over only when the first could be: a busy connection sets one
 * timer in the time that a request is given, and an idle one sleeps until it has been idle too long.
 */
export class Link {
  /** Resolves when the socket is connected; rejects when it is closed before. */
  readonly opened: Promise<true>;
  readonly #connection: Connection;
  readonly #socket: Socket | null = null;
  readonly #opening = Promise.withResolvers<true>();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #dueMs = Infinity;
  #usedMs = performance.now();
  #heardMs = performance.now();
  #isClosed = false;

  /** Begins to connect. */
  constructor(connection: Connection) {
    this.#connection = connection;
    this.opened = this.#opening.promise;
    this.opened.catch(() => {}); // whoever cares awaits it
    this.#socket = this.#openSocket();
  }

  get isClosed(): boolean {
    return this.#isClosed;
  }

  /** Notes that a request is about to be sent. */
  use(): void {
    if (!openLinks.has(this)) return;
    this.#usedMs = performance.now();
    this.#lookWithin(this.#connection.requestTimeout);
  }

  /** Whether nothing is under way, and nothing has been for too long. */
  isForgotten(): boolean {
    return this.#isIdle() && this.#idleMs() >= this.#maxIdleMs();
  }

  /** Rejects whatever has no answer, and closes the socket: in order, or at once. */
  close(error: Error, how: "destroySoon" | "destroy" = "destroySoon"): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    clearTimeout(this.#timer);
    openLinks.delete(this);
    const connection = this.#connection;
    connection.connectionStatus = "disconnected";
    connection.authenticatedAt = null;
    // Half an answer must not become the beginning of what the next socket brings.
    Object.assign(connection, { chunks: [], bytesBuffered: 0, bytesNeeded: frameHeadBytes });
    this.#leaveSocket(how);
    connection.authHandlers?.onError();
    connection.requestQueue.rejectAll(error);
    connection.requestQueue.destroy();
    this.#opening.reject(error);
  }

  #openSocket(): Socket | null {
    const { host, port, ssl, socketFactory, connectionTimeout } = this.#connection;
    try {
      const socket = socketFactory({ host, port, ssl, onConnect: () => this.#open() });
      for (const [event, listener] of Object.entries(this.#listeners)) socket.on(event, listener);
      this.#connection.socket = socket;
      this.#timer = setTimeout(() => this.#fail("Connection timeout"), connectionTimeout);
      return socket;
    } catch (error) {
      this.#fail(`Failed to connect: ${error instanceof Error ? error.message : error}`);
      return null;
    }
  }

  readonly #listeners = {
    data: (data: Uint8Array) => {
      this.#heardMs = performance.now();
      this.#connection.processData(data);
    },
    end: () => this.#end(),
    close: () => this.#end(),
    error: (error: Error & { readonly code?: string }) =>
      this.#fail(`Connection error: ${error.message}`, { code: error.code }),
  };

  #open(): void {
    if (this.#isClosed) return;
    clearTimeout(this.#timer);
    this.#heardMs = this.#usedMs = performance.now();
    openLinks.add(this);
    this.#connection.connectionStatus = "connected";
    this.#lookWithin(this.#maxIdleMs());
    this.#opening.resolve(true);
  }

  #end(): void {
    this.close(connectionClosed(this.#connection));
  }

  #fail(message: string, details: { readonly code?: string | undefined } = {}) {
    this.#connection.logError(message);
    const error = connectionError(this.#connection, message);
    this.close(Object.assign(error, details), "destroy");
  }

  #leaveSocket(how: "destroySoon" | "destroy"): void {
    const socket = this.#socket;
    if (socket === null) return;
    for (const [event, listener] of Object.entries(this.#listeners)) socket.off(event, listener);
    socket.on("error", () => {}); // nobody is interested any more
    socket[how]();
  }

  #lookWithin(ms: number): void {
    const dueMs = performance.now() + ms;
    if (dueMs >= this.#dueMs) return;
    this.#dueMs = dueMs;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#look(), Math.min(Math.ceil(ms), longestTimerMs));
  }

  #look(): void {
    const lateMs = performance.now() - this.#dueMs;
    this.#dueMs = Infinity;
    // What came while this process stood still is read first.
    if (lateMs > punctualMs) return this.#lookWithin(punctualMs);
    if (this.isForgotten()) {
      return this.close(connectionError(this.#connection, "Idle for too long"));
    }
    if (this.#isIdle()) return this.#lookWithin(this.#maxIdleMs() - this.#idleMs());
    const { inflight } = this.#connection.requestQueue;
    const leftMs = [...inflight.values()].map((request) => timeLeftMs(request));
    if (leftMs.some((ms) => ms <= 0)) closeSilent(this);
    else this.#lookWithin(Math.min(this.#connection.requestTimeout, ...leftMs));
  }

  #isIdle(): boolean {
    const { requestQueue, authHandlers } = this.#connection;
    return requestQueue.inflight.size === 0 && requestQueue.pending.length === 0 &&
      authHandlers === null;
  }

  #idleMs(): number {
    return performance.now() - Math.max(this.#usedMs, this.#heardMs);
  }

  #maxIdleMs(): number {
    return this.#connection.socketFactory.maxIdleMs ?? longestTimerMs;
  }

  /** Whether it may have gone silent with another: nothing came for half the time of a request. */
  get isSuspect(): boolean {
    const { requestTimeout, requestQueue: { inflight } } = this.#connection;
    // A member that joins waits for the others, and hears nothing meanwhile.
    if ([...inflight.values()].some((request) => request.requestTimeout > requestTimeout)) {
      return false;
    }
    return performance.now() - this.#heardMs >= requestTimeout / 2;
  }

  /** Closes it because the other end is silent. */
  breakOff(): void {
    const { requestQueue: queue } = this.#connection;
    // Whatever times out makes room for what waits, which would be written into the dead socket.
    const { pending } = queue;
    queue.pending = [];
    for (const request of [...queue.inflight.values()]) {
      if (timeLeftMs(request) <= 0) request.timeoutRequest();
    }
    queue.pending = pending;
    const message = "Connection closed: the broker does not answer on it";
    this.close(connectionError(this.#connection, message), "destroy");
  }
}

/**
 * Closes a link on which a request has timed out, and all others of this thread that are suspect.
 *
 * What forgets one connection forgets others as well, and each that is found out by itself costs the
 * whole time of a request: a partition whose producer, consumer and questions go over three of them
 * would stand for as long as three take, one after the other. To open one anew costs next to nothing.
 */
function closeSilent(silent: Link): void {
  for (const link of [...openLinks]) if (link === silent || link.isSuspect) link.breakOff();
}

function timeLeftMs({ sentAt, requestTimeout }: SentRequest): number {
  return sentAt + requestTimeout - Date.now();
}
