import type { ISocketFactoryArgs } from "kafkajs";
import type { Socket } from "node:net";
import type { SocketFactory } from "../access/socket_factory.ts";
import { internal } from "./commonjs.ts";

/** A request that was sent and has no answer yet. */
export interface SentRequest {
  readonly sentAt: number;
  readonly requestTimeout: number;
  timeoutRequest(): void;
}

/** The part of kafkajs' RequestQueue that a link needs. */
export interface RequestQueue {
  pending: readonly unknown[];
  readonly inflight: ReadonlyMap<number, SentRequest>;
  rejectAll(error: Error): void;
  destroy(): void;
}

/** The part of kafkajs' Connection that a link needs. */
export interface Connection extends Pick<ISocketFactoryArgs, "host" | "port" | "ssl"> {
  readonly socketFactory: SocketFactory;
  readonly connectionTimeout: number;
  readonly requestTimeout: number;
  readonly requestQueue: RequestQueue;
  socket?: Socket;
  connectionStatus: "connected" | "disconnecting" | "disconnected";
  authenticatedAt: unknown;
  readonly authHandlers: { onError(): void } | null;
  chunks: unknown[];
  bytesBuffered: number;
  bytesNeeded: number;
  processData(data: Uint8Array): void;
  logError(message: string, extra?: object): void;
}

interface Errors {
  readonly KafkaJSConnectionError: new (message: string, remote: { broker: string }) => Error;
  readonly KafkaJSConnectionClosedError: new (message: string, remote: Remote) => Error;
}

/** The remote end of a connection. */
export type Remote = Pick<Connection, "host" | "port">;

/** A connection error of kafkajs, which is retriable. */
export function connectionError({ host, port }: Remote, message: string): Error {
  const { KafkaJSConnectionError } = errors();
  return new KafkaJSConnectionError(message, { broker: `${host}:${port}` });
}

/** The error of kafkajs for a connection that the other end has closed. */
export function connectionClosed({ host, port }: Remote): Error {
  const { KafkaJSConnectionClosedError } = errors();
  return new KafkaJSConnectionClosedError("Closed connection", { host, port });
}

function errors(): Errors {
  return internal<Errors>("kafkajs/src/errors.js");
}
