import type { KafkajsBroker, ProtocolRequest } from "./internals.ts";
import { internal } from "./kafkajs.ts";

/** A request that kafkajs lacks, at least in this version. */
export type RequestName =
  | "OffsetFetch"
  | "DescribeProducers"
  | "DescribeTransactions"
  | "ConsumerGroupDescribe";

/** Keys and versions (Kafka protocol, "Protocol API Keys"). */
const requests: Readonly<Record<RequestName, { apiKey: number; apiVersion: number }>> = {
  OffsetFetch: { apiKey: 9, apiVersion: 7 },
  DescribeProducers: { apiKey: 61, apiVersion: 0 },
  DescribeTransactions: { apiKey: 65, apiVersion: 0 },
  ConsumerGroupDescribe: { apiKey: 69, apiVersion: 0 },
};

/** The part of kafkajs' encoder that writes flexible versions of requests. */
export interface Encoder {
  writeUVarIntBytes(): Encoder;
  writeUVarIntString(text: string): Encoder;
  writeUVarIntArray(items: readonly Encoder[]): Encoder;
  writeInt32(value: number): Encoder;
  writeBoolean(value: boolean): Encoder;
}

/** The part of kafkajs' decoder that reads flexible versions of answers. */
export interface Decoder {
  readInt16(): number;
  readInt32(): number;
  readInt64(): { toString(): string };
  readUVarIntString(): string | null;
  readUVarIntArray<T>(read: (decoder: Decoder) => T): T[] | null;
  readTaggedFields(): void;
}

/** Whether a broker supports a request in the version above. */
export function isUnderstood(broker: KafkajsBroker, name: RequestName): boolean {
  const { apiKey, apiVersion } = requests[name];
  return (broker.versions?.[apiKey]?.maxVersion ?? -1) >= apiVersion;
}

/** A request in a flexible version, where tagged fields end headers and bodies. kafkajs has none. */
export function request<T>(
  apiName: RequestName,
  write: (body: Encoder) => Encoder,
  read: (answer: Decoder) => T,
): ProtocolRequest<T> {
  return {
    request: {
      ...requests[apiName],
      apiName,
      encode: () => Promise.resolve(write(encoder().writeUVarIntBytes()).writeUVarIntBytes()),
    },
    response: {
      decode: (bytes) => {
        const Decoder = internal<new (bytes: unknown) => Decoder>(
          "kafkajs/src/protocol/decoder.js",
        );
        const answer = new Decoder(bytes);
        answer.readTaggedFields();
        answer.readInt32(); // throttle time
        return Promise.resolve(read(answer));
      },
      parse: (found) => Promise.resolve(found),
    },
  };
}

/** Reads an array, with a null array as an empty one. */
export function arrayOf<T>(decoder: Decoder, read: (decoder: Decoder) => T): T[] {
  return decoder.readUVarIntArray(read) ?? [];
}

/** An empty body of a request. */
export function encoder(): Encoder {
  const Encoder = internal<new () => Encoder>("kafkajs/src/protocol/encoder.js");
  return new Encoder();
}
