import { type AddressInfo, connect, createServer, type Server, type Socket } from "node:net";
import { createServer as createSecureServer } from "node:tls";
import { apiKeys, brokersIn, type PassingRequest } from "./kafka_frames.ts";
import { ProxyLink } from "./proxy_link.ts";
import { type Caught, type Match, type Moment, RequestTraps } from "./request_traps.ts";
import { type Direction, type Toxic, Toxics } from "./toxics.ts";

export type { Caught, Match, Moment } from "./request_traps.ts";
export type { Toxic } from "./toxics.ts";

/** Requests of one kind that concern the transactions of one stage. */
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

/** What a proxy shows to clients that talk TLS to it; to the brokers it goes on in the clear. */
export interface ProxyIdentity {
  /** PEM texts. */
  readonly cert: string;
  readonly key: string;
}

/** Which of the connections that are open. */
export type WhichLinks = (link: ProxyLink) => boolean;

/**
 * Stands between one client and all brokers, request by request, and does to them what a test
 * names. A client cannot get around it, because where brokers say how they are reached the proxy
 * puts ports of its own, one for each broker.
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

  /** Listens on free ports of this machine; brokers are given as KAFKA_BROKERS has them. */
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

  /** What the client takes for the brokers. */
  get address(): string {
    return this.#address;
  }

  /** How often connections were ended by it. */
  get resets(): number {
    return this.#resets;
  }

  /** Keeps back the n-th request from now on that fits, or the answer to it. */
  catch(match: Match, options: { readonly moment: Moment; readonly nth?: number }): Caught {
    return this.#traps.set(match, options);
  }

  /** Keeps back all requests from now on that fit: what Kafka answers is the rest. */
  keepBack(match: Match): Caught {
    return this.#traps.set(match, { moment: "before", isLasting: true });
  }

  /** Shows each request from now on, before it goes on as it then is; nothing is kept back. */
  watch(look: (request: PassingRequest) => void): void {
    this.#traps.watch(look);
  }

  /** Each request takes so much longer. */
  latency(ms: number): Toxic {
    return this.#toxics.latency(ms);
  }

  /** All connections together get so much through, either way. */
  bandwidth(bytesPerSecond: number): Toxic {
    return this.#toxics.bandwidth(bytesPerSecond);
  }

  /** Nothing arrives and nothing is refused; what was kept back goes on at the end. */
  blackHole(direction: "requests" | "answers" | "both"): Toxic {
    return this.#toxics.blackHole(direction);
  }

  /** When one side closes a connection, the other hears of it so much later. */
  slowClose(ms: number): Toxic {
    return this.#toxics.slowClose(ms);
  }

  /**
   * Of the connections that are open now these go silent for good: what comes on them is swallowed,
   * and neither side hears of the other's end. New ones work. Gives how many there are.
   */
  silence(which: WhichLinks, directions: readonly Direction[] = ["requests", "answers"]): number {
    const links = [...this.#links].filter(which);
    for (const link of links) link.goSilent(directions);
    return links.length;
  }

  /** Forgets each connection on which nothing passes for so long, as a NAT does. */
  forgetIdle(ms: number): void {
    this.#forgetting = setInterval(() => this.silence(({ quietMs }) => quietMs > ms), ms / 20);
  }

  /** Ends every connection that is open now. */
  resetAll(): void {
    this.#reset([...this.#links]);
  }

  /** Ends whatever is wrong; requests that are kept back go on. */
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

/** A listener of ours that stands for one broker. */
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
