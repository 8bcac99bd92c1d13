import { type Connection, connectionError, type RequestQueue } from "./kafkajs_connection.ts";
import { Link } from "./link.ts";

/** The module of kafkajs that {@linkcode correctConnections} corrects. */
export const corrects = "kafkajs/src/network/connection.js";

/** A connection of kafkajs, whose socket is a link. */
export interface LinkedConnection extends Connection {
  readonly requestQueue: RequestQueue & { waitForPendingRequests(): Promise<void> };
  isConnected(): boolean;
  connect(): Promise<true>;
  disconnect(): Promise<true>;
  send(request: unknown): Promise<unknown>;
}

/** Its methods that are corrected. */
export type Corrected = Pick<LinkedConnection, "connect" | "disconnect" | "send">;

/**
 * Closes a connection on which a request has timed out, and one that nobody has used for long.
 *
 * A NAT or a load balancer forgets connections, and drops what comes on them from then on without a
 * word. The original rejects a request that has timed out and keeps the socket, so all that follows
 * waits in vain as well; the kernel takes a quarter of an hour to give it up. A request may also have
 * been too slow for its answer: its connection is given up all the same, as nobody can tell the two
 * apart, and what is under way on it is rejected as something to be tried again.
 *
 * The original also listens to a socket that it has left: when the other end closes that one at last,
 * it ends the connection that has taken its place. It connects twice where two requests find it
 * unconnected, keeps half an answer for the next socket, and never settles where a socket ends while
 * it connects. So each socket is a {@linkcode Link} of its own.
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
      // A process that was stalled comes here before its timer does.
      linkOf(this)?.close(connectionError(this, "Idle for too long"));
      await this.connect();
    }
    linkOf(this)?.use();
    return await send.call(this, request);
  };
}
