import { type Connection, connectionError, type RequestQueue } from "./kafkajs_connection.ts";
import { Link } from "./link.ts";

/** The module of kafkajs that {@linkcode correctConnections} corrects. */
export const corrects = "kafkajs/src/network/connection.js";

/** A kafkajs connection whose socket is a link. */
export interface LinkedConnection extends Connection {
  readonly requestQueue: RequestQueue & { waitForPendingRequests(): Promise<void> };
  isConnected(): boolean;
  connect(): Promise<true>;
  disconnect(): Promise<true>;
  send(request: unknown): Promise<unknown>;
}

/** The corrected methods. */
export type Corrected = Pick<LinkedConnection, "connect" | "disconnect" | "send">;

/**
 * Closes a connection after a request timeout, and after it has been idle for too long.
 *
 * A NAT or a load balancer drops idle connections, and then silently discards their packets. The
 * original rejects a request that has timed out but keeps the socket, so all later requests time out
 * as well. The kernel takes 15 minutes to give up the socket. The broker may also just have been too
 * slow. As the two cases look the same, the connection is closed in both, and its open requests are
 * rejected with a retriable error.
 *
 * The original also keeps listening to a socket that it has abandoned: when the other end closes it at
 * last, the original ends the new connection instead. It connects twice when two requests find it
 * unconnected, keeps half an answer for the next socket, and never settles when a socket ends while
 * connecting. So each socket gets a {@linkcode Link} of its own.
 */
export function correctConnections(original: { readonly prototype: Corrected }): void {
  const links = new WeakMap<LinkedConnection, Link>();
  const { send } = original.prototype;

  const linkOf = (connection: LinkedConnection): Link | null => {
    const link = links.get(connection);
    return link === undefined || link.isClosed ? null : link;
  };

  original.prototype.connect = function (this: LinkedConnection): Promise<true> {
    const link = linkOf(this) ?? new Link(this);
    links.set(this, link);
    return link.opened;
  };

  original.prototype.disconnect = async function (this: LinkedConnection): Promise<true> {
    const link = linkOf(this);
    if (link === null) return true;
    if (this.isConnected()) {
      this.connectionStatus = "disconnecting";
      await this.requestQueue.waitForPendingRequests();
    }
    link.close(connectionError(this, "Disconnected"));
    return true;
  };

  original.prototype.send = async function (
    this: LinkedConnection,
    request: unknown,
  ): Promise<unknown> {
    if (linkOf(this)?.isForgotten()) {
      // After a stall of the process, a request may come before the timer fires.
      linkOf(this)?.close(connectionError(this, "Idle for too long"));
      await this.connect();
    }
    linkOf(this)?.use();
    return await send.call(this, request);
  };
}
