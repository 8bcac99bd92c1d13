import type { Socket } from "node:net";
import {
  type Connection,
  connectionClosed,
  connectionError,
  type SentRequest,
} from "./kafkajs_connection.ts";

const longestTimerMs = 2 ** 31 - 1;
const frameHeadBytes = 4;
/** A timer that fires later than this shows that this process was stalled, not the network. */
const punctualMs = 500;

/** The links of this thread. Each thread has its own connections and timers. */
const openLinks = new Set<Link>();

/**
 * One socket of a connection, from its opening to its end.
 *
 * It checks for timed-out requests only when the first one could have timed out. A busy connection sets
 * one timer per request timeout, and an idle one sleeps until its idle timeout.
 */
export class Link {
  /** Resolves when the socket is connected; rejects if it is closed before. */
  readonly opened: Promise<true>;
  readonly #connection: Connection;
  readonly #socket: Socket | null = null;
  readonly #opening = Promise.withResolvers<true>();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #dueMs = Infinity;
  #usedMs = performance.now();
  #heardMs = performance.now();
  #isClosed = false;

  /** Starts to connect. */
  constructor(connection: Connection) {
    this.#connection = connection;
    this.opened = this.#opening.promise;
    this.opened.catch(() => {}); // callers await it; here it must not be unhandled
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

  /** Whether it has been idle for too long, so that the network may have dropped it. */
  isForgotten(): boolean {
    return this.#isIdle() && this.#idleMs() >= this.#maxIdleMs();
  }

  /** Rejects all open requests and closes the socket, gracefully or at once. */
  close(error: Error, how: "destroySoon" | "destroy" = "destroySoon"): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    clearTimeout(this.#timer);
    openLinks.delete(this);
    const connection = this.#connection;
    connection.connectionStatus = "disconnected";
    connection.authenticatedAt = null;
    // Half an answer must not become the start of the next socket's data.
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
    socket.on("error", () => {}); // a late error of an abandoned socket does not matter
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
    // After a stall, first read the data that arrived meanwhile.
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

  /** Whether it may be as dead as another one: no data for half of the request timeout. */
  get isSuspect(): boolean {
    const { requestTimeout, requestQueue: { inflight } } = this.#connection;
    // A joining member waits for the other members and gets no answer meanwhile.
    if ([...inflight.values()].some((request) => request.requestTimeout > requestTimeout)) {
      return false;
    }
    return performance.now() - this.#heardMs >= requestTimeout / 2;
  }

  /** Closes the link because the broker does not answer on it. */
  breakOff(): void {
    const { requestQueue: queue } = this.#connection;
    // A timed-out request makes room for a pending one, which would be written to the dead socket.
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
 * Closes a link on which a request has timed out, and all other suspect links of this thread.
 *
 * A network that drops one connection drops others as well, and detecting each one separately costs a
 * full request timeout. A partition whose producer, consumer and metadata use three connections would
 * wait for three timeouts in a row. Opening a new connection costs almost nothing.
 */
function closeSilent(silent: Link): void {
  for (const link of [...openLinks]) if (link === silent || link.isSuspect) link.breakOff();
}

function timeLeftMs({ sentAt, requestTimeout }: SentRequest): number {
  return sentAt + requestTimeout - Date.now();
}
