import { Buffer } from "node:buffer";
import { ByteWriter } from "./byte_writer.ts";

/** What kafkajs hands over for each request that it sends. */
export interface RequestToFrame {
  /** Comes back with the answer. */
  readonly correlationId: number;
  /** Who asks, for the broker's logs and quotas. */
  readonly clientId: string | null;
  /** What is asked. */
  readonly request: {
    readonly apiKey: number;
    readonly apiVersion: number;
    readonly encode: () => Promise<ByteWriter | { readonly buffer: Buffer }>;
  };
}

/** The module of kafkajs that {@linkcode frameRequest} stands for. */
export const standsFor = "kafkajs/src/protocol/request.js";

const fixedHeaderBytes = 14;

/** Room for the header of a request, for encoders to leave before the first byte. */
export const frameHeadroom = 256;

/**
 * A request as it goes over the wire: its length, its header (version 1), its payload.
 *
 * The original writes header and payload into a second buffer and that into a third, each zeroed and
 * rounded up to a power of two: for a megabyte of records that takes as long as their checksum. A
 * payload that left room before it, as the large ones do, is not copied at all.
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
