import { assertEquals, assertRejects } from "@std/assert";
import type { ISocketFactoryArgs as SocketPlace } from "kafkajs";
import { EventEmitter } from "node:events";
import type { Socket } from "node:net";
import {
  correctConnections,
  type LinkedConnection,
} from "../../../../src/kafka/corrections/connection.ts";
import type { SentRequest } from "../../../../src/kafka/corrections/kafkajs_connection.ts";

const requestTimeout = 40;
const ownTimeMs = 10_000;

class FakeSocket extends EventEmitter {
  end: "destroy" | "destroySoon" | null = null;
  readonly place: SocketPlace;

  constructor(place: SocketPlace) {
    super();
    this.place = place;
  }
  destroy(): void {
    this.end ??= "destroy";
  }
  destroySoon(): void {
    this.end ??= "destroySoon";
  }
}

/** Requests of kafkajs, with their answers. */
class Queue {
  pending: unknown[] = [];
  readonly inflight = new Map<number, SentRequest>();
  readonly told: string[] = [];
  #empty = Promise.withResolvers<void>();

  send(name: string, ms = requestTimeout): void {
    const timeoutRequest = () => {
      this.inflight.delete(this.#idOf(name));
      this.told.push(`${name}: timed out, ${this.pending.length} wait`);
    };
    const request = { sentAt: Date.now(), requestTimeout: ms, timeoutRequest, name };
    this.inflight.set(this.#idOf(name), request);
  }
  rejectAll(error: Error): void {
    for (const request of [...this.inflight.values(), ...this.pending]) {
      this.told.push(`${(request as { name: string }).name}: ${error.name}`);
    }
    this.pending = [];
    this.inflight.clear();
    this.#empty.resolve();
  }
  waitForPendingRequests(): Promise<void> {
    return this.inflight.size === 0 ? Promise.resolve() : this.#empty.promise;
  }
  destroy(): void {}

  #idOf(name: string): number {
    return name.charCodeAt(0);
  }
}

class Connection {
  readonly host = "broker";
  readonly port = 9092;
  readonly ssl = null;
  readonly connectionTimeout = 30;
  readonly requestTimeout = requestTimeout;
  readonly requestQueue = new Queue();
  readonly sockets: FakeSocket[] = [];
  readonly heard: unknown[] = [];
  readonly authHandlers = null;
  socket?: Socket;
  connectionStatus: LinkedConnection["connectionStatus"] = "disconnected";
  authenticatedAt: unknown = null;
  chunks: unknown[] = ["half an answer"];
  bytesBuffered = 14;
  bytesNeeded = 20;
  readonly socketFactory;

  constructor(maxIdleMs: number) {
    const open = (place: SocketPlace) => {
      this.sockets.push(new FakeSocket(place));
      return this.sockets.at(-1) as unknown as Socket;
    };
    this.socketFactory = Object.assign(open, { maxIdleMs });
  }
  isConnected(): boolean {
    return this.connectionStatus !== "disconnected";
  }
  processData(data: unknown): void {
    this.heard.push(data);
  }
  logError(): void {}
  connect(): Promise<true> {
    throw new Error("the original was called");
  }
  disconnect(): Promise<true> {
    throw new Error("the original was called");
  }
  send(name: unknown): Promise<unknown> {
    this.requestQueue.send(String(name));
    return Promise.resolve();
  }
}
correctConnections(Connection as unknown as { prototype: LinkedConnection });

async function connected(maxIdleMs = 60_000): Promise<Connection> {
  const connection = new Connection(maxIdleMs);
  const opened = connection.connect();
  connection.sockets.at(-1)!.place.onConnect();
  await opened;
  return connection;
}

async function reconnected(connection: Connection): Promise<void> {
  const opened = connection.connect();
  connection.sockets.at(-1)!.place.onConnect();
  await opened;
}

function passing(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

Deno.test("a request that times out closes its connection and rejects all pending requests", async () => {
  const connection = await connected();
  await connection.send("late");
  await passing(20);
  await connection.send("other");
  connection.requestQueue.pending.push({ name: "unsent" });
  await passing(30);
  assertEquals(connection.requestQueue.told, [
    "late: timed out, 0 wait",
    "other: KafkaJSConnectionError",
    "unsent: KafkaJSConnectionError",
  ]);
  assertEquals([connection.isConnected(), connection.sockets[0]!.end], [false, "destroy"]);
  await reconnected(connection);
  assertEquals([connection.isConnected(), connection.sockets.length], [true, 2]);
  await connection.disconnect();
});

Deno.test("a request with its own timeout keeps its connection open that long", async () => {
  const connection = await connected();
  await connection.send("join");
  connection.requestQueue.inflight.clear();
  connection.requestQueue.send("join", ownTimeMs);
  await passing(100);
  assertEquals(connection.isConnected(), true);
  connection.requestQueue.inflight.clear();
  await connection.disconnect();
});

Deno.test("a timeout also closes other connections that have been silent since then", async () => {
  const [silent, idle, lively, joining] = [
    await connected(),
    await connected(),
    await connected(),
    await connected(),
  ];
  joining.requestQueue.send("join", ownTimeMs);
  await silent.send("late");
  await passing(30);
  lively.sockets[0]!.emit("data", "an answer");
  await passing(20);
  assertEquals(
    [silent, idle, lively, joining].map((connection) => connection.isConnected()),
    [false, false, true, true],
  );
  joining.requestQueue.inflight.clear();
  for (const connection of [lively, joining]) await connection.disconnect();
});

Deno.test("a connection is closed if it is idle too long, but not while it is used", async () => {
  const connection = await connected(200);
  await passing(120);
  connection.sockets[0]!.emit("data", "an answer");
  await passing(120);
  assertEquals(connection.isConnected(), true);
  await passing(200);
  assertEquals([connection.isConnected(), connection.sockets[0]!.end], [false, "destroySoon"]);
});

Deno.test("an idle connection that no timer could close in time is replaced before it is used", async () => {
  const connection = await connected(30);
  const stalledUntilMs = performance.now() + 60;
  while (performance.now() < stalledUntilMs);
  const sent = connection.send("request");
  connection.sockets.at(-1)!.place.onConnect();
  await sent;
  assertEquals(connection.sockets.map(({ end }) => end), ["destroySoon", null]);
  connection.requestQueue.inflight.clear();
  await connection.disconnect();
});

Deno.test("two requests that find a connection closed open it only once", async () => {
  const connection = new Connection(60_000);
  const both = [connection.connect(), connection.connect()];
  assertEquals(connection.sockets.length, 1);
  connection.sockets[0]!.place.onConnect();
  await Promise.all(both);
  await connection.disconnect();
});

Deno.test("a socket that does not connect in time is given up", async () => {
  const connection = new Connection(60_000);
  await assertRejects(() => connection.connect(), Error, "Connection timeout");
  assertEquals(connection.sockets[0]!.end, "destroy");
});

Deno.test("a socket that ends while connecting, or that cannot be created, rejects the attempt", async () => {
  const connection = new Connection(60_000);
  const opened = connection.connect();
  connection.sockets[0]!.emit("end");
  await assertRejects(() => opened, Error, "Closed connection");
  Object.assign(connection, {
    socketFactory: () => {
      throw new Error("no such file");
    },
  });
  await assertRejects(() => connection.connect(), Error, "Failed to connect: no such file");
});

Deno.test("an abandoned socket has no listeners, and its partial answer is dropped", async () => {
  const connection = await connected();
  connection.sockets[0]!.emit("error", new Error("reset"));
  assertEquals(connection.chunks, []);
  assertEquals([connection.bytesBuffered, connection.bytesNeeded], [0, 4]);
  await reconnected(connection);
  connection.sockets[0]!.emit("data", "too late");
  connection.sockets[0]!.emit("end");
  assertEquals([connection.isConnected(), connection.heard], [true, []]);
  await connection.disconnect();
});

Deno.test("a disconnect waits for pending requests", async () => {
  const connection = await connected();
  connection.requestQueue.send("last");
  const left = connection.disconnect();
  assertEquals(connection.isConnected(), true);
  connection.requestQueue.rejectAll(new Error("answered"));
  await left;
  assertEquals([connection.isConnected(), connection.sockets[0]!.end], [false, "destroySoon"]);
});
