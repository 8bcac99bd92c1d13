import type { RegistryFault } from "./registry_fault.ts";

/** A proxy between one processor and the registry that fails as a test says. */
export class RegistryStandIn implements AsyncDisposable {
  readonly #registryUrl: string;
  readonly #port: number;
  #server: Server | null;
  #fault: RegistryFault | null = null;
  #requests = 0;

  /** Starts on a free port and forwards everything. */
  constructor(registryUrl: string) {
    this.#registryUrl = registryUrl;
    const server = this.#serve(0);
    this.#server = server;
    this.#port = server.port;
  }

  /** The address to give to the processor. */
  get url(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  /** How many requests have arrived. */
  get requests(): number {
    return this.#requests;
  }

  /** Handles every request like this from now on. */
  fail(fault: RegistryFault): void {
    this.#fault = fault;
  }

  /** Refuses connections, and ends the open ones, like a stopped server. */
  async refuse(): Promise<void> {
    await this.#server?.close();
    this.#server = null;
  }

  /** Forwards everything again, at the same address. */
  mend(): void {
    this.#fault = null;
    this.#server ??= this.#serve(this.#port);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.refuse();
  }

  #serve(port: number): Server {
    const ending = new AbortController();
    const { signal } = ending;
    const onError = () => new Response(null, { status: 500 });
    const options = { hostname: "127.0.0.1", port, signal, onListen: () => {}, onError };
    const server = Deno.serve(options, async (request) => {
      this.#requests++;
      return await this.#fault?.() ?? await this.#handOn(request);
    });
    const close = async () => {
      // A shutdown would wait for the requests that are never answered.
      ending.abort();
      await server.finished;
    };
    return { port: server.addr.port, close };
  }

  async #handOn(request: Request): Promise<Response> {
    const { pathname, search } = new URL(request.url);
    const body = request.body === null ? null : await request.text();
    const headers = { "content-type": "application/vnd.schemaregistry.v1+json" };
    const { method } = request;
    const answer = await fetch(`${this.#registryUrl}${pathname}${search}`, {
      ...{ method, headers, body },
    });
    return new Response(await answer.text(), { status: answer.status, headers });
  }
}

interface Server {
  readonly port: number;
  readonly close: () => Promise<void>;
}
