import { Buffer } from "node:buffer";
import { ByteWriter } from "./byte_writer.ts";

/** The arguments that kafkajs passes for each request. */
export interface RequestToFrame {
  /** The answer repeats it. */
  readonly correlationId: number;
  /** The client id, for the broker's logs and quotas. */
  readonly clientId: string | null;
  /** The request itself. */
  readonly request: {
    readonly apiKey: number;
    readonly apiVersion: number;
    readonly encode: () => Promise<ByteWriter | { readonly buffer: Buffer }>;
  };
}

/** The module of kafkajs that {@linkcode frameRequest} replaces. */
export const standsFor = "kafkajs/src/protocol/request.js";

const fixedHeaderBytes = 14;

/** The headroom that an encoder leaves for the header of a request. */
export const frameHeadroom = 256;

/**
 * A request in wire format: its length, its header (version 1) and its payload.
 *
 * The original copies header and payload into a second buffer and that into a third, each zeroed and
 * rounded up to a power of two. For a megabyte of records, that takes as long as their checksum. Here, a
 * payload with headroom, as all large ones have, is not copied at all.
 */
export async function frameRequest(
  { correlationId, clientId, request }: RequestToFrame,
): Promise<ByteWriter> {
  const payload = await request.encode();
  const headerBytes = fixedHeaderBytes + Buffer.byteLength(clientId ?? "");
  if (payload instanceof ByteWriter && payload.start >= headerBytes) {
    const header = new ByteWriter(headerBytes);
    writeHeader(header, headerBytes + payload.size());
    payload.prepend(header.buffer);
    return payload;
  }
  const { buffer } = payload;
  const frame = new ByteWriter(headerBytes + buffer.length);
  writeHeader(frame, headerBytes + buffer.length);
  frame.bytes(buffer, buffer.length);
  return frame;

  function writeHeader(writer: ByteWriter, size: number): void {
    writer.int32(size - 4);
    writer.int16(request.apiKey);
    writer.int16(request.apiVersion);
    writer.int32(correlationId);
    writer.nullableString(clientId);
  }
}
