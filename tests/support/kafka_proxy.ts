import { apiKeys, brokersIn, frames, type PassingRequest, readRequest } from "./kafka_frames.ts";
import type { Scene } from "./scene.ts";
import { inTime } from "./until.ts";

/** Requests that are held at the proxy. */
export interface Hold {
  /** Waits until a request is held. */
  readonly caught: () => Promise<void>;
  /** Holds no more requests, and lets held ones go on. */
  readonly release: () => void;
}

type Match = (request: PassingRequest) => boolean;

/** Requests of one kind in the transactions of one stage. */
export function ofStage({ config }: Scene, stage: "enrich" | "count", apiKey: number): Match {
  const prefix = `${config.appId}-${stage}-`;
  return (request) =>
    request.apiKey === apiKey && request.transactionalId?.startsWith(prefix) === true;
}

/** Fetches from one topic. */
export function fetchOf(topic: string): Match {
  return ({ apiKey, frame }) => apiKey === apiKeys.fetch && frame.includes(topic);
}

/**
 * A proxy between one client and the broker that can hold requests named by a test, as a slow network
 * does at the worst moment. A client cannot bypass it, because the proxy replaces the broker's address
 * in its answers by its own port.
 */
export class KafkaProxy implements AsyncDisposable {
  readonly #listener: Deno.TcpListener;
  readonly #host: string;
  readonly #port: number;
  readonly #connections = new Set<Deno.TcpConn>();
  readonly #held = new Set<Held>();
  readonly #swallowed = new Set<Held>();
  readonly #accepting: Promise<void>;

  /** Listens on a free port of this machine. */
  constructor(broker: string) {
    const [host = "", port] = broker.split(":");
    this.#host = host;
    this.#port = Number(port);
    this.#listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
    this.#accepting = this.#accept();
  }

  /** The address to give to a client. */
  get address(): string {
    return `127.0.0.1:${this.#listener.addr.port}`;
  }

  /** Holds matching requests from now on, each with everything after it on its connection. */
  hold(match: Match): Hold {
    return holdIn(this.#held, match);
  }

  /** Lets requests through, but drops their answers. */
  swallowAnswers(match: Match): Hold {
    return holdIn(this.#swallowed, match);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#listener.close();
    for (const connection of this.#connections) close(connection);
    await this.#accepting;
  }

  async #accept(): Promise<void> {
    for await (const client of this.#listener) {
      this.#serve(client).catch(() => {}); // the client handles a broken connection
    }
  }

  async #serve(client: Deno.TcpConn): Promise<void> {
    const broker = await Deno.connect({ hostname: this.#host, port: this.#port });
    this.#connections.add(client).add(broker);
    const requests = new Map<number, PassingRequest>();
    try {
      await Promise.race([
        this.#passRequests(client, broker, requests),
        this.#passAnswers(broker, client, requests),
      ]);
    } finally {
      close(client);
      close(broker);
    }
  }

  async #passRequests(
    client: Deno.TcpConn,
    broker: Deno.TcpConn,
    requests: Map<number, PassingRequest>,
  ): Promise<void> {
    const writer = broker.writable.getWriter();
    for await (const frame of frames(client.readable)) {
      const request = readRequest(frame);
      requests.set(request.correlationId, request);
      for (const held of this.#held) {
        if (!held.match(request)) continue;
        held.caught.resolve();
        await held.released.promise;
      }
      await writer.write(frame);
    }
  }

  async #passAnswers(
    broker: Deno.TcpConn,
    client: Deno.TcpConn,
    requests: Map<number, PassingRequest>,
  ): Promise<void> {
    const writer = client.writable.getWriter();
    const { port } = this.#listener.addr;
    for await (const frame of frames(broker.readable)) {
      const request = requests.get(frame.readInt32BE(4))!;
      requests.delete(request.correlationId);
      const swallowed = [...this.#swallowed].find(({ match }) => match(request));
      swallowed?.caught.resolve();
      if (swallowed !== undefined) continue;
      for (const { portAt } of brokersIn(request, frame)) frame.writeInt32BE(port, portAt);
      await writer.write(frame);
    }
  }
}

interface Held {
  readonly match: Match;
  readonly caught: PromiseWithResolvers<void>;
  readonly released: PromiseWithResolvers<void>;
}

function holdIn(place: Set<Held>, match: Match): Hold {
  const caught = Promise.withResolvers<void>();
  const released = Promise.withResolvers<void>();
  const held = { match, caught, released };
  place.add(held);
  return {
    caught: () => inTime("what a test wants to stop at the proxy", caught.promise),
    release: () => {
      place.delete(held);
      released.resolve();
    },
  };
}

function close(connection: Deno.TcpConn): void {
  try {
    connection.close();
  } catch {
    // the other end was faster
  }
}
