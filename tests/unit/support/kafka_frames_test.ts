import { assertEquals } from "@std/assert";
import { apiKeys, brokersIn, frames, readRequest } from "../../support/kafka_frames.ts";

function int16(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeInt16BE(value);
  return bytes;
}

function int32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(value);
  return bytes;
}

function text(value: string): Buffer {
  return Buffer.concat([int16(value.length), Buffer.from(value)]);
}

function frame(...fields: readonly Buffer[]): Buffer {
  const body = Buffer.concat(fields);
  return Buffer.concat([int32(body.length), body]);
}

function request(apiKey: number, apiVersion: number, ...body: readonly Buffer[]): Buffer {
  return frame(int16(apiKey), int16(apiVersion), int32(7), text("client"), ...body);
}

async function* chunksOf(bytes: Buffer, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) {
    await Promise.resolve();
    yield bytes.subarray(at, at + size);
  }
}

Deno.test("frames() gives the same frames however a connection splits them", async () => {
  const sent = [frame(text("a")), frame(Buffer.alloc(1_000, 1)), frame(), frame(text("b"))];
  for (const size of [1, 3, 4, 5, 999, 10_000]) {
    const got = await Array.fromAsync(frames(chunksOf(Buffer.concat(sent), size)));
    assertEquals(got.map((each) => each.toString("hex")), sent.map((each) => each.toString("hex")));
  }
});

Deno.test("readRequest() finds the transactional id and the topics of a Produce", () => {
  const records = Buffer.from("records that hold user-login");
  const partition = [int32(1), int32(0), int32(records.length), records];
  const topics = [int32(2), text("facts"), ...partition, text("deltas"), ...partition];
  const bytes = request(apiKeys.produce, 3, text("app-0"), int16(-1), int32(30_000), ...topics);
  const read = readRequest(bytes);
  assertEquals(read.transactionalId, "app-0");
  assertEquals(read.topics, ["facts", "deltas"]);
  assertEquals(read.correlationId, 7);
});

Deno.test("readRequest() takes no other request for part of a transaction", () => {
  assertEquals(readRequest(request(apiKeys.endTxn, 1, text("app-1"))).transactionalId, "app-1");
  assertEquals(readRequest(request(apiKeys.heartbeat, 1, text("group"))).transactionalId, null);
});

Deno.test("brokersIn() finds the port of every broker in any version", () => {
  const broker = (id: number, port: number) => [int32(id), text("127.0.0.1"), int32(port)];
  const rack = int16(-1);
  const metadata = request(apiKeys.metadata, 5, int32(0));
  const answer = frame(
    ...[int32(7), int32(0), int32(2), ...broker(1, 29_092), rack, ...broker(2, 29_093), rack],
  );
  const found = brokersIn(readRequest(metadata), answer);
  assertEquals(found.map(({ host, port }) => `${host}:${port}`), [
    "127.0.0.1:29092",
    "127.0.0.1:29093",
  ]);
  assertEquals(found.map(({ portAt }) => answer.readInt32BE(portAt)), [29_092, 29_093]);
  const coordinator = request(apiKeys.findCoordinator, 1, text("group"));
  const where = frame(int32(7), int32(0), int16(0), int16(-1), ...broker(3, 29_094));
  assertEquals(brokersIn(readRequest(coordinator), where)[0]?.port, 29_094);
  assertEquals(brokersIn(readRequest(request(apiKeys.heartbeat, 1)), where), []);
});
