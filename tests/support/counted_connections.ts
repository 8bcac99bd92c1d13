/** A TCP proxy to a server on this machine that counts its connections. */
export interface CountedWay extends Disposable {
  /** host:port to connect to. */
  readonly address: string;
  /** How many connections it has accepted. */
  readonly connections: number;
}

/** Starts a proxy to a server's host:port. */
export function counted(server: string): CountedWay {
  const [hostname = "", port] = server.split(":");
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  let connections = 0;
  const lead = async () => {
    for await (const client of listener) {
      connections++;
      const target = await Deno.connect({ hostname, port: Number(port) });
      const ways = [
        client.readable.pipeTo(target.writable),
        target.readable.pipeTo(client.writable),
      ];
      for (const way of ways) way.catch(() => {});
    }
  };
  lead().catch(() => {});
  return {
    address: `127.0.0.1:${listener.addr.port}`,
    get connections() {
      return connections;
    },
    [Symbol.dispose]: () => listener.close(),
  };
}
