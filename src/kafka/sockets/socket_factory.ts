import type { ISocketFactoryArgs } from "kafkajs";
import net from "node:net";
import tls from "node:tls";
import { TlsSource } from "./tls_source.ts";

/** What kafkajs makes its sockets with. */
export interface SocketFactory {
  (place: ISocketFactoryArgs): net.Socket;
  /** Of all its settings kafkajs hands on to connections only those it knows, and this function. */
  readonly maxIdleMs: number;
}

const keepAliveMs = 30_000;

/**
 * Makes sockets that the kernel keeps alive: what stands between this process and a broker forgets
 * connections on which nothing passes, and most of it after minutes.
 */
export function socketFactory(maxIdleMs: number): SocketFactory {
  return Object.assign((place: ISocketFactoryArgs) => openSocket(place), { maxIdleMs });
}

/** Opens a connection for kafkajs, with the certificates as they are on disk at this moment. */
export function openSocket({ host, port, ssl, onConnect }: ISocketFactoryArgs): net.Socket {
  const socket = ssl instanceof TlsSource
    ? tls.connect({ host, port, ...serverName(host), ...ssl.current() }, onConnect)
    : net.connect({ host, port }, onConnect);
  socket.setKeepAlive(true, keepAliveMs);
  return socket;
}

// TLS has no addresses among its server names.
function serverName(host: string): { servername?: string } {
  return net.isIP(host) === 0 ? { servername: host } : {};
}
