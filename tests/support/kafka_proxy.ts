import { apiKeys, frames, type PassingRequest, readRequest, replacePort } from "./kafka_frames.ts";
import type { Scene } from "./scene.ts";
import { inTime } from "./until.ts";

/** Requests that are stopped at the proxy. */
export interface Hold {
  /** Waits until one is stopped there. */
  readonly caught: () => Promise<void>;
  /** Lets them, and all that follow, through. */
  readonly release: () => void;
}

type Match = (request: PassingRequest) => boolean;

/** Requests of one kind that concern the transactions of one stage. */
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
 * Stands between one client and the broker, request by request, and can hold back what a test
 * names: what a slow network does at the worst moment. A client cannot get around it, because in
 * what the broker says about itself the proxy puts its own port.
 */
export class KafkaProxy implements AsyncDisposable {
  readonly #listener: Deno.TcpListener;
  readonly #host: string;
  readonly #port: number;
  readonly #connections = new Set<Deno.TcpConn>();
  readonly #holds = new Set<{ match: Match; caught: () => void; released: Promise<void> }>();
  readonly #deaf = new Set<Match>();
  readonly #accepting: Promise<void>;

  /** Listens on a free port of this machine. */
  constructor(broker: string) {
    const [host = "", port] = broker.split(":");
    this.#host = host;
    this.#port = Number(port);
    this.#listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
    this.#accepting = this.#accept();
  }

  /** What a client takes for the broker's address. */
  get address(): string {
    return `127.0.0.1:${this.#listener.addr.port}`;
  }

  /** Stops requests from now on, and with each everything after it on its connection. */
  hold(match: Match): Hold {
    const caught = Promise.withResolvers<void>();
    const released = Promise.withResolvers<void>();
    const hold = { match, caught: caught.resolve, released: released.promise };
    this.#holds.add(hold);
    return {
      caught: () => inTime("the request that a test wants to hold back", caught.promise),
      release: () => {
        this.#holds.delete(hold);
        released.resolve();
      },
    };
  }

  /** Lets requests through, but not their answers, until the returned function is called. */
  swallowAnswers(match: Match): () => void {
    this.#deaf.add(match);
    return () => this.#deaf.delete(match);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#listener.close();
    for (const connection of this.#connections) close(connection);
    await this.#accepting;
  }

  async #accept(): Promise<void> {
    for await (const client of this.#listener) {
      this.#serve(client).catch(() => {}); // a connection that breaks is the client's to notice
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
      for (const { match, caught, released } of this.#holds) {
        if (!match(request)) continue;
        caught();
        await released;
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
      if ([...this.#deaf].some((match) => match(request))) continue;
      if (request.apiKey === apiKeys.metadata || request.apiKey === apiKeys.findCoordinator) {
        replacePort(frame, this.#host, this.#port, port);
      }
      await writer.write(frame);
    }
  }
}

function close(connection: Deno.TcpConn): void {
  try {
    connection.close();
  } catch {
    // its other end was faster
  }
}
