import type { ISocketFactoryArgs } from "kafkajs";
import net from "node:net";
import tls from "node:tls";
import { TlsSource } from "./tls_source.ts";

/** The function that creates sockets for kafkajs. */
export interface SocketFactory {
  (args: ISocketFactoryArgs): net.Socket;
  /** kafkajs passes no unknown settings to its connections, so this one travels on the function. */
  readonly maxIdleMs: number;
}

const keepAliveMs = 30_000;

/**
 * Creates sockets with TCP keep-alive: network devices between this process and a broker drop idle
 * connections, most of them after minutes.
 */
export function socketFactory(maxIdleMs: number): SocketFactory {
  return Object.assign((args: ISocketFactoryArgs) => openSocket(args), { maxIdleMs });
}

/** Opens a socket for kafkajs, with the certificates that are on disk now. */
export function openSocket({ host, port, ssl, onConnect }: ISocketFactoryArgs): net.Socket {
  const socket = ssl instanceof TlsSource
    ? tls.connect({ host, port, ...serverName(host), ...ssl.current() }, onConnect)
    : net.connect({ host, port }, onConnect);
  socket.setKeepAlive(true, keepAliveMs);
  return socket;
}

// TLS does not allow IP addresses as server names.
function serverName(host: string): { servername?: string } {
  return net.isIP(host) === 0 ? { servername: host } : {};
}
