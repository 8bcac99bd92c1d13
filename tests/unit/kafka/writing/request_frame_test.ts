import { assertEquals } from "@std/assert";
import { Buffer } from "node:buffer";
import { ByteWriter } from "../../../../src/kafka/writing/byte_writer.ts";
import { frameHeadroom, frameRequest } from "../../../../src/kafka/writing/request_frame.ts";

function framed(clientId: string | null, payload: string): Promise<string> {
  const encode = () => Promise.resolve({ buffer: Buffer.from(payload, "hex") });
  return frameRequest({
    correlationId: 258,
    clientId,
    request: { apiKey: 0, apiVersion: 7, encode },
  })
    .then(({ buffer }) => buffer.toString("hex"));
}

Deno.test("a request frame is its length, its header and its payload", async () => {
  assertEquals(
    await framed("zö", "cafe"),
    "0000000f" + "0000" + "0007" + "00000102" + "00037ac3b6" + "cafe",
  );
});

Deno.test("a request frame may have no client name and an empty payload", async () => {
  assertEquals(await framed(null, ""), "0000000a" + "0000" + "0007" + "00000102" + "ffff");
});

Deno.test("a request frame reuses the room before its payload and has the same bytes", async () => {
  for (const room of [0, 1, 17, 18, 19, frameHeadroom]) {
    const payload = new ByteWriter(2, room);
    payload.int16(0x7afe);
    const request = { apiKey: 0, apiVersion: 7, encode: () => Promise.resolve(payload) };
    const frame = await frameRequest({ correlationId: 258, clientId: "zö", request });
    assertEquals(frame.buffer.toString("hex"), await framed("zö", "7afe"));
    assertEquals(frame.size(), frame.buffer.length);
    assertEquals(frame === payload, room >= 17);
  }
});
