import { type AddressInfo, connect, createServer, type Server, type Socket } from "node:net";

/** Forwards bytes between clients and one server. */
export class SilentTunnel implements AsyncDisposable {
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();

  private constructor(server: Server) {
    this.#server = server;
  }

  /** Listens on a free port of this machine, for the server of a URL. */
  static async open(url: string): Promise<SilentTunnel> {
    const { hostname, port } = new URL(url);
    const server = createServer((client) => tunnel.#serve(client, connect(Number(port), hostname)));
    const tunnel = new SilentTunnel(server);
    const { promise: listening, resolve } = Promise.withResolvers<void>();
    server.listen(0, "127.0.0.1", resolve);
    await listening;
    return tunnel;
  }

  /** The address to give to clients. */
  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** Drops everything on the open connections from now on; returns their number. */
  silence(): number {
    for (const socket of this.#sockets) {
      socket.unpipe();
      socket.resume();
    }
    return this.#sockets.size / 2;
  }

  // deno-lint-ignore require-await
  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.close();
    for (const socket of this.#sockets) socket.destroy();
  }

  #serve(client: Socket, server: Socket): void {
    for (const socket of [client, server]) {
      this.#sockets.add(socket);
      socket.on("error", () => {}); // the client handles a broken connection
    }
    client.pipe(server);
    server.pipe(client);
  }
}
