import { type AddressInfo, connect, createServer, type Server, type Socket } from "node:net";
import { createServer as createSecureServer } from "node:tls";
import { apiKeys, brokersIn, type PassingRequest } from "./kafka_frames.ts";
import { ProxyLink } from "./proxy_link.ts";
import { type Caught, type Match, type Moment, RequestTraps } from "./request_traps.ts";
import { type Direction, type Toxic, Toxics } from "./toxics.ts";

export type { Caught, Match, Moment } from "./request_traps.ts";
export type { Toxic } from "./toxics.ts";

/** Requests of one kind in the transactions of one stage. */
export function ofStage(
  { config }: { readonly config: { readonly appId: string } },
  stage: "enrich" | "count",
  apiKey: number,
): Match {
  const prefix = `${config.appId}-${stage}-`;
  return (request) =>
    request.apiKey === apiKey && request.transactionalId?.startsWith(prefix) === true;
}

/** Fetches from one topic. */
export function fetchOf(topic: string): Match {
  return ({ apiKey, frame }) => apiKey === apiKeys.fetch && frame.includes(topic);
}

/** The certificate that a proxy shows to TLS clients; it connects to the brokers in plaintext. */
export interface ProxyIdentity {
  /** PEM texts. */
  readonly cert: string;
  readonly key: string;
}

/** Selects some of the open connections. */
export type WhichLinks = (link: ProxyLink) => boolean;

/**
 * A proxy between one client and all brokers that can disturb each request as a test says. A client
 * cannot bypass it, because the proxy replaces the addresses of brokers in their answers by its own
 * ports, one for each broker.
 */
export class FaultProxy implements AsyncDisposable {
  readonly #gates = new Map<string, Promise<Gate>>();
  readonly #links = new Set<ProxyLink>();
  readonly #traps = new RequestTraps((link) => this.#reset([link]));
  readonly #toxics = new Toxics();
  readonly #identity: ProxyIdentity | null;
  #address = "";
  #resets = 0;
  #forgetting: ReturnType<typeof setInterval> | undefined;

  private constructor(identity: ProxyIdentity | null) {
    this.#identity = identity;
  }

  /** Listens on free ports of this machine; brokers are given in the form of KAFKA_BROKERS. */
  static async open(
    brokers: string,
    identity: ProxyIdentity | null = null,
  ): Promise<FaultProxy> {
    const proxy = new FaultProxy(identity);
    const ports = brokers.split(",").map((broker) => {
      const [host = "", port] = broker.split(":");
      return proxy.#portFor(host, Number(port));
    });
    proxy.#address = (await Promise.all(ports)).map((port) => `127.0.0.1:${port}`).join(",");
    return proxy;
  }

  /** The address to give to the client. */
  get address(): string {
    return this.#address;
  }

  /** How many connections it has ended. */
  get resets(): number {
    return this.#resets;
  }

  /** Holds the n-th matching request from now on, or its answer. */
  catch(match: Match, options: { readonly moment: Moment; readonly nth?: number }): Caught {
    return this.#traps.set(match, options);
  }

  /** Holds all matching requests from now on, while Kafka answers the others. */
  keepBack(match: Match): Caught {
    return this.#traps.set(match, { moment: "before", isLasting: true });
  }

  /** Passes each request from now on to a function, which may change it; nothing is held. */
  watch(look: (request: PassingRequest) => void): void {
    this.#traps.watch(look);
  }

  /** Delays each request by this time. */
  latency(ms: number): Toxic {
    return this.#toxics.latency(ms);
  }

  /** Limits the throughput of all connections together, in each direction. */
  bandwidth(bytesPerSecond: number): Toxic {
    return this.#toxics.bandwidth(bytesPerSecond);
  }

  /** Stops all traffic without refusing anything; at the end, what was held goes on. */
  blackHole(direction: "requests" | "answers" | "both"): Toxic {
    return this.#toxics.blackHole(direction);
  }

  /** When one side closes a connection, the other side learns of it after this delay. */
  slowClose(ms: number): Toxic {
    return this.#toxics.slowClose(ms);
  }

  /**
   * Makes the selected open connections silent for good: what arrives on them is dropped, and neither
   * side learns of the other's end. New connections work. Returns the number of silent connections.
   */
  silence(which: WhichLinks, directions: readonly Direction[] = ["requests", "answers"]): number {
    const links = [...this.#links].filter(which);
    for (const link of links) link.goSilent(directions);
    return links.length;
  }

  /** Forgets each connection that is idle for this time, as a NAT does. */
  forgetIdle(ms: number): void {
    this.#forgetting = setInterval(() => this.silence(({ quietMs }) => quietMs > ms), ms / 20);
  }

  /** Ends every open connection. */
  resetAll(): void {
    this.#reset([...this.#links]);
  }

  /** Ends all disturbances; held requests go on. */
  calm(): void {
    this.#toxics.endAll();
    this.#traps.openAll();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    clearInterval(this.#forgetting);
    for (const { server } of await Promise.all(this.#gates.values())) server.close();
    for (const link of this.#links) link.reset();
    this.calm();
  }

  /** The port that stands for a broker. */
  async #portFor(host: string, port: number): Promise<number> {
    const broker = `${host}:${port}`;
    const gate = this.#gates.get(broker) ??
      openGate((client) => this.#serve(client, host, port), this.#identity);
    this.#gates.set(broker, gate);
    return (await gate).port;
  }

  async #serve(client: Socket, host: string, port: number): Promise<void> {
    const link = new ProxyLink(client, connect(port, host), {
      request: (request, link) => this.#passRequest(request, link),
      answer: (request, frame, link) => this.#passAnswer(request, frame, link),
      close: () => this.#toxics.passClose(),
    });
    this.#links.add(link);
    await link.run();
    this.#links.delete(link);
  }

  async #passRequest(request: PassingRequest, link: ProxyLink): Promise<void> {
    await this.#toxics.pass("requests", request.frame.length);
    await this.#traps.pass("before", request, link);
  }

  async #passAnswer(request: PassingRequest, frame: Buffer, link: ProxyLink): Promise<void> {
    for (const { host, port, portAt } of brokersIn(request, frame)) {
      if (port > 0) frame.writeInt32BE(await this.#portFor(host, port), portAt);
    }
    await this.#traps.pass("after", request, link);
    await this.#toxics.pass("answers", frame.length);
  }

  #reset(links: readonly ProxyLink[]): void {
    for (const link of links) link.reset();
    this.#resets += links.length;
  }
}

/** Our listener for one broker. */
interface Gate {
  readonly server: Server;
  readonly port: number;
}

async function openGate(
  serve: (client: Socket) => Promise<void>,
  identity: ProxyIdentity | null,
): Promise<Gate> {
  const server = identity === null ? createServer(serve) : createSecureServer(identity, serve);
  const { promise: listening, resolve } = Promise.withResolvers<void>();
  server.listen(0, "127.0.0.1", resolve);
  await listening;
  return { server, port: (server.address() as AddressInfo).port };
}
