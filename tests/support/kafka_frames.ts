/** The API keys of Kafka's protocol that tests use. */
export const apiKeys = {
  produce: 0,
  fetch: 1,
  metadata: 3,
  offsetFetch: 9,
  findCoordinator: 10,
  joinGroup: 11,
  heartbeat: 12,
  initProducerId: 22,
  addPartitionsToTxn: 24,
  addOffsetsToTxn: 25,
  endTxn: 26,
  txnOffsetCommit: 28,
  listTransactions: 66,
} as const;

/** A request that passes through a proxy. */
export interface PassingRequest {
  readonly apiKey: number;
  readonly apiVersion: number;
  readonly correlationId: number;
  /** The transactional id of a request in a transaction; null in other requests. */
  readonly transactionalId: string | null;
  /** The topics that a Produce writes to; none in other requests. */
  readonly topics: readonly string[];
  /** The whole frame. */
  readonly frame: Buffer;
}

/** The position of a broker's address in an answer. */
export interface BrokerField {
  readonly host: string;
  readonly port: number;
  /** Index of the port, an int32, in the frame. */
  readonly portAt: number;
}

const transactionalKeys: ReadonlySet<number> = new Set([
  apiKeys.produce,
  apiKeys.initProducerId,
  apiKeys.addPartitionsToTxn,
  apiKeys.addOffsetsToTxn,
  apiKeys.endTxn,
  apiKeys.txnOffsetCommit,
]);
/** The first flexible version (KIP-482) of a request, by API key. */
const flexibleFrom: Readonly<Record<number, number>> = {
  [apiKeys.produce]: 9,
  [apiKeys.offsetFetch]: 6,
  [apiKeys.initProducerId]: 2,
  [apiKeys.addPartitionsToTxn]: 3,
  [apiKeys.addOffsetsToTxn]: 3,
  [apiKeys.endTxn]: 3,
  [apiKeys.txnOffsetCommit]: 3,
};
const sizeBytes = 4;

/** The frames of a connection: an int32 size followed by that many bytes, returned together. */
export async function* frames(
  stream: AsyncIterable<Uint8Array>,
): AsyncGenerator<Buffer<ArrayBuffer>> {
  const size = Buffer.alloc(sizeBytes);
  let frame: Buffer<ArrayBuffer> = size;
  let filled = 0;
  for await (const chunk of stream) {
    for (let taken = 0; taken < chunk.length;) {
      const part = chunk.subarray(taken, taken + frame.length - filled);
      frame.set(part, filled);
      taken += part.length;
      filled += part.length;
      if (filled < frame.length) continue;
      if (frame === size) {
        frame = Buffer.alloc(sizeBytes + size.readInt32BE(0));
        frame.set(size);
        continue;
      }
      yield frame;
      frame = size;
      filled = 0;
    }
  }
}

/**
 * Reads the header of a request (key and version int16, correlation id int32, client id string) and
 * the first fields of its body, in the versions that this project uses.
 */
export function readRequest(frame: Buffer): PassingRequest {
  const fields = new Fields(frame, sizeBytes);
  const apiKey = fields.int16();
  const apiVersion = fields.int16();
  const correlationId = fields.int32();
  fields.text();
  const hasTransactionalId = transactionalKeys.has(apiKey) &&
    (apiKey !== apiKeys.produce || apiVersion >= 3);
  const isFlexible = apiVersion >= (flexibleFrom[apiKey] ?? Infinity);
  if (isFlexible) fields.skip(1); // the header's tagged fields, of which clients send none
  const text = () => isFlexible ? fields.compactText() : fields.text();
  const transactionalId = hasTransactionalId ? text() : null;
  const topics = apiKey !== apiKeys.produce
    ? []
    : isFlexible
    ? compactTopics(fields)
    : producedTopics(fields);
  return { apiKey, apiVersion, correlationId, transactionalId, topics, frame };
}

/** Whether an EndTxn commits: its last field, which only tagged fields may follow. */
export function isCommit({ apiKey, apiVersion, frame }: PassingRequest): boolean {
  const isFlexible = apiVersion >= (flexibleFrom[apiKey] ?? Infinity);
  return frame.at(isFlexible ? -2 : -1) === 1;
}

/**
 * Reads the brokers in the answer to a Metadata or a FindCoordinator request; none for other requests.
 */
export function brokersIn({ apiKey, apiVersion }: PassingRequest, answer: Buffer): BrokerField[] {
  const fields = new Fields(answer, sizeBytes);
  fields.int32(); // correlation id
  if (apiKey === apiKeys.metadata) {
    if (apiVersion >= 3) fields.int32(); // throttle time
    return Array.from({ length: fields.int32() }, () => {
      const broker = fields.broker();
      if (apiVersion >= 1) fields.text(); // rack
      return broker;
    });
  }
  if (apiKey !== apiKeys.findCoordinator) return [];
  if (apiVersion >= 1) fields.int32(); // throttle time
  fields.int16(); // error code
  if (apiVersion >= 1) fields.text(); // error message
  return [fields.broker()];
}

function producedTopics(fields: Fields): string[] {
  fields.int16(); // acks
  fields.int32(); // timeout
  return Array.from({ length: fields.int32() }, () => {
    const topic = fields.text() ?? "";
    for (let left = fields.int32(); left > 0; left--) {
      fields.int32(); // partition
      fields.skip(fields.int32()); // records
    }
    return topic;
  });
}

function compactTopics(fields: Fields): string[] {
  fields.int16(); // acks
  fields.int32(); // timeout
  return Array.from({ length: fields.uvarint() - 1 }, () => {
    const topic = fields.compactText() ?? "";
    for (let left = fields.uvarint() - 1; left > 0; left--) {
      fields.int32(); // partition
      fields.skip(fields.uvarint() - 1); // records
      fields.skip(1); // tagged fields
    }
    fields.skip(1);
    return topic;
  });
}

/** Reads fields one after the other. */
class Fields {
  readonly #frame: Buffer;
  #at: number;

  constructor(frame: Buffer, start: number) {
    this.#frame = frame;
    this.#at = start;
  }

  int16(): number {
    this.#at += 2;
    return this.#frame.readInt16BE(this.#at - 2);
  }

  int32(): number {
    this.#at += 4;
    return this.#frame.readInt32BE(this.#at - 4);
  }

  text(): string | null {
    const length = this.int16();
    if (length < 0) return null;
    this.skip(length);
    return this.#frame.toString("utf8", this.#at - length, this.#at);
  }

  uvarint(): number {
    let value = 0;
    for (let factor = 1;; factor *= 0x80) {
      const byte = this.#frame[this.#at++]!;
      value += (byte & 0x7f) * factor;
      if (byte < 0x80) return value;
    }
  }

  compactText(): string | null {
    const length = this.uvarint() - 1;
    if (length < 0) return null;
    this.skip(length);
    return this.#frame.toString("utf8", this.#at - length, this.#at);
  }

  broker(): BrokerField {
    this.int32(); // node id
    const host = this.text() ?? "";
    return { host, portAt: this.#at, port: this.int32() };
  }

  skip(bytes: number): void {
    this.#at += bytes;
  }
}
