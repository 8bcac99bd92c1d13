/** A proxy to a registry that can be down: it then refuses connections, like a stopped server. */
export class RegistryOutage implements AsyncDisposable {
  readonly #registryUrl: string;
  readonly #port: number;
  #server: Deno.HttpServer | null;
  #requests = 0;

  /** Starts on a free port, up. */
  constructor(registryUrl: string) {
    this.#registryUrl = registryUrl;
    const server = this.#serve(0);
    this.#server = server;
    this.#port = server.addr.port;
  }

  /** The address to give to clients. */
  get url(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  /** How many requests have arrived. */
  get requests(): number {
    return this.#requests;
  }

  /** Goes down. */
  async begin(): Promise<void> {
    await this.#server?.shutdown();
    this.#server = null;
  }

  /** Comes back at the same address. */
  end(): void {
    this.#server ??= this.#serve(this.#port);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.begin();
  }

  #serve(port: number): Deno.HttpServer<Deno.NetAddr> {
    return Deno.serve({ hostname: "127.0.0.1", port, onListen: () => {} }, async (request) => {
      this.#requests++;
      const { pathname, search } = new URL(request.url);
      const body = request.body === null ? null : await request.text();
      const { method } = request;
      const headers = { "content-type": "application/vnd.schemaregistry.v1+json" };
      const response = await fetch(`${this.#registryUrl}${pathname}${search}`, {
        ...{ method, headers, body },
      });
      return new Response(await response.text(), { status: response.status, headers });
    });
  }
}
