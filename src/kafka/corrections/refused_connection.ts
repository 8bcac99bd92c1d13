import { FatalError, TransientError } from "../../errors.ts";
import { connectionRefusal, saslRefusal, type Target } from "../access/connection_refusal.ts";
import type { Attempt, Refusals } from "../access/refused_logins.ts";
import { TlsSource } from "../access/tls_source.ts";

/** The part of kafkajs' Connection, and of its connection pool, that identifies the listener. */
interface Reached {
  readonly host: string;
  readonly port: number;
  readonly ssl: unknown;
  readonly sasl: { readonly mechanism: string } | null;
}

/** An object that can connect. */
export interface Connecting {
  /** Resolves when requests can be sent. */
  connect(): Promise<unknown>;
}

interface Connection extends Reached {
  isConnected(): boolean;
}

interface Broker {
  readonly connectionPool: Reached;
  isConnected(): boolean;
}

interface Authenticator {
  readonly connection: Reached;
}

/** The modules of kafkajs that {@linkcode correctRefusedConnections} corrects. */
export const corrects = {
  connection: "kafkajs/src/network/connection.js",
  broker: "kafkajs/src/broker/index.js",
  authenticator: "kafkajs/src/broker/saslAuthenticator/index.js",
} as const;

/** The classes that those modules export. */
export interface Originals {
  readonly connection: { readonly prototype: Connecting };
  readonly broker: {
    readonly prototype: Connecting & { metadata(topics?: string[]): Promise<unknown> };
  };
  readonly authenticator: { readonly prototype: { authenticate(): Promise<void> } };
}

/**
 * Fails for good when the broker or its certificate shows that a connection is impossible.
 *
 * The original treats an untrusted certificate, or a listener without TLS, like a broker that is down,
 * and retries without end. For a refused login it keeps the message and loses the error type. Here,
 * {@linkcode Refusals} decides what to retry.
 */
export function correctRefusedConnections(originals: Originals, refusals: Refusals): void {
  correctConnection(originals.connection.prototype, refusals);
  correctBroker(originals.broker.prototype, refusals);
  correctLogin(originals.authenticator.prototype, refusals);
}

function correctConnection(original: Connecting, refusals: Refusals): void {
  const { connect } = original;
  original.connect = function (this: Connection): Promise<unknown> {
    if (!this.ssl || this.isConnected()) return connect.call(this);
    return judged(this, refusals, () => connect.call(this));
  };
}

function correctBroker(original: Originals["broker"]["prototype"], refusals: Refusals): void {
  const { connect, metadata } = original;
  original.connect = async function (this: Broker): Promise<void> {
    if (this.isConnected()) return;
    await judged(this.connectionPool, refusals, () => connect.call(this));
    refusals.admit(asAnybody(this.connectionPool));
  };
  // A listener with SASL closes the connection at the first request of a client without a login.
  original.metadata = async function (this: Broker, topics?: string[]): Promise<unknown> {
    const pool = this.connectionPool;
    if (pool.sasl) return await metadata.call(this, topics);
    const attempt = { broker: addressOf(pool), user: "without login" };
    const known = await judged(pool, refusals, () => metadata.call(this, topics), attempt);
    refusals.admit(attempt);
    return known;
  };
}

function correctLogin(original: Originals["authenticator"]["prototype"], refusals: Refusals): void {
  const { authenticate } = original;
  original.authenticate = function (this: Authenticator): Promise<void> {
    const { connection } = this;
    const attempt = { broker: addressOf(connection), user: "login" };
    return refusals.inTurn(attempt, async () => {
      try {
        await authenticate.call(this);
        refusals.admit(attempt);
      } catch (error) {
        const refusal = await saslRefusal(error, targetOf(connection));
        throw refusal === null ? error : refusals.refuse(attempt, refusal);
      }
    });
  };
}

async function judged<T>(
  to: Reached,
  refusals: Refusals,
  reach: () => Promise<T>,
  attempt = asAnybody(to),
): Promise<T> {
  refusals.assertOpen(attempt);
  try {
    return await reach();
  } catch (error) {
    if (error instanceof FatalError || error instanceof TransientError) throw error;
    const refusal = await connectionRefusal(error, targetOf(to));
    throw refusal === null ? error : refusals.refuse(attempt, refusal);
  }
}

function asAnybody(to: Reached): Attempt {
  return { broker: addressOf(to), user: "" };
}

function addressOf({ host, port }: Reached): string {
  return `${host}:${port}`;
}

function targetOf({ host, port, ssl, sasl }: Reached): Target {
  const tls = ssl instanceof TlsSource ? ssl : null;
  return { host, port, tls, mechanism: sasl?.mechanism ?? null };
}
