import net from "node:net";
import tls from "node:tls";
import type { ISocketFactoryArgs } from "kafkajs";
import { TlsSource } from "./tls_source.ts";

const keepAliveDelayMs = 60_000;

/** Opens a connection for kafkajs, with the certificates as they are on disk at this moment. */
export function openSocket({ host, port, ssl, onConnect }: ISocketFactoryArgs): net.Socket {
  const socket = ssl instanceof TlsSource
    ? tls.connect({ host, port, ...serverName(host), ...ssl.current() }, onConnect)
    : net.connect({ host, port }, onConnect);
  socket.setKeepAlive(true, keepAliveDelayMs);
  return socket;
}

// TLS has no addresses among its server names.
function serverName(host: string): { servername?: string } {
  return net.isIP(host) === 0 ? { servername: host } : {};
}
