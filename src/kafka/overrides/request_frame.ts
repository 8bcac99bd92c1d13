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
    readonly encode: () => Promise<{ readonly buffer: Buffer }>;
  };
}

/** The module of kafkajs that {@linkcode frameRequest} stands for. */
export const standsFor = "kafkajs/src/protocol/request.js";

const fixedHeaderBytes = 14;

/**
 * A request as it goes over the wire: its length, its header (version 1), its payload.
 *
 * The original writes header and payload into a second buffer and that into a third, each zeroed and
 * rounded up to a power of two: for a megabyte of records that takes as long as their checksum. To
 * leave room for the header in the payload's own buffer would save the last copy too, but make every
 * encoder know about headers.
 */
export async function frameRequest(
  { correlationId, clientId, request }: RequestToFrame,
): Promise<ByteWriter> {
  const { buffer: payload } = await request.encode();
  const size = fixedHeaderBytes + Buffer.byteLength(clientId ?? "") + payload.length;
  const frame = new ByteWriter(size);
  frame.int32(size - 4);
  frame.int16(request.apiKey);
  frame.int16(request.apiVersion);
  frame.int32(correlationId);
  frame.nullableString(clientId);
  frame.bytes(payload, payload.length);
  return frame;
}
