import { Buffer } from "node:buffer";
import { ByteReader } from "../../../../src/kafka/protocol/byte_reader.ts";
import type { ProtocolRequest } from "../../../../src/kafka/protocol/protocol_request.ts";
import { ByteWriter } from "../../../../src/kafka/writing/byte_writer.ts";
import { frameRequest } from "../../../../src/kafka/writing/request_frame.ts";
import java from "./java_frames.json" with { type: "json" };

/** A frame of java_frames.json, which tests/support/ProtocolBytes.java has made with Kafka 4.3.1. */
export type JavaFrame = keyof typeof java;

/** The bytes of such a frame. */
export function javaBytes(name: JavaFrame): Buffer {
  return Buffer.from(java[name], "hex");
}

/** A request without its size, in hex. */
export async function frameOf({ request }: ProtocolRequest<unknown>): Promise<string> {
  const frame = await frameRequest({ correlationId: 7, clientId: "me", request });
  const sizeBytes = 4;
  return frame.buffer.toString("hex", sizeBytes);
}

/** What a request reads from an answer of Java's. */
export async function answered<T>(
  { response }: ProtocolRequest<T>,
  name: JavaFrame,
): Promise<T> {
  return await response.parse(await response.decode(javaBytes(name)));
}

/** A reader of what was just written. */
export function readerOf(write: (writer: ByteWriter) => void): ByteReader {
  const writer = new ByteWriter(0);
  write(writer);
  return new ByteReader(writer.buffer);
}
