/** The API keys of Kafka's protocol that tests look at. */
export const apiKeys = {
  fetch: 1,
  metadata: 3,
  findCoordinator: 10,
  initProducerId: 22,
  endTxn: 26,
} as const;

/** One request as it passes by. */
export interface PassingRequest {
  readonly apiKey: number;
  readonly correlationId: number;
  /** The first field of InitProducerId and EndTxn; null in other requests. */
  readonly transactionalId: string | null;
  /** The whole frame. */
  readonly frame: Buffer;
}

/** The frames of a connection: each an int32 size and so many bytes, both given back together. */
export async function* frames(
  stream: ReadableStream<Uint8Array>,
): AsyncGenerator<Buffer<ArrayBuffer>> {
  let rest = Buffer.alloc(0);
  for await (const chunk of stream) {
    rest = Buffer.concat([rest, chunk]);
    while (rest.length >= 4 && rest.length >= 4 + rest.readInt32BE(0)) {
      const end = 4 + rest.readInt32BE(0);
      yield rest.subarray(0, end);
      rest = rest.subarray(end);
    }
  }
}

/** Reads the head of a request: key and version int16, correlation id int32, client id string. */
export function readRequest(frame: Buffer): PassingRequest {
  const apiKey = frame.readInt16BE(4);
  const correlationId = frame.readInt32BE(8);
  const bodyStart = 14 + Math.max(0, frame.readInt16BE(12));
  const isTransactional = apiKey === apiKeys.initProducerId || apiKey === apiKeys.endTxn;
  const transactionalId = isTransactional ? readText(frame, bodyStart) : null;
  return { apiKey, correlationId, transactionalId, frame };
}

function readText(frame: Buffer, start: number): string | null {
  const length = frame.readInt16BE(start);
  return length < 0 ? null : frame.toString("utf8", start + 2, start + 2 + length);
}

/**
 * Puts another port behind every `host` string in a response: where a broker says how it is
 * reached, an int32 port follows the host.
 */
export function replacePort(frame: Buffer, host: string, from: number, to: number): void {
  const address = Buffer.alloc(2 + host.length + 4);
  address.writeInt16BE(host.length, 0);
  address.write(host, 2);
  address.writeInt32BE(from, 2 + host.length);
  for (let at = frame.indexOf(address); at !== -1; at = frame.indexOf(address, at + 1)) {
    frame.writeInt32BE(to, at + 2 + host.length);
  }
}
