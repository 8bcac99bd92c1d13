import type { ByteWriter } from "../writing/byte_writer.ts";
import type { ByteReader } from "./byte_reader.ts";
import { type ProtocolRequest, protocolRequest } from "./protocol_request.ts";

/** A request that kafkajs lacks, at least in this version. */
export type RequestName =
  | "OffsetFetch"
  | "EndTxn"
  | "TxnOffsetCommit"
  | "DescribeProducers"
  | "ListTransactions"
  | "ConsumerGroupDescribe";

/** Keys and versions (Kafka protocol, "Protocol API Keys"). */
const requests: Readonly<Record<RequestName, { apiKey: number; apiVersion: number }>> = {
  OffsetFetch: { apiKey: 9, apiVersion: 7 },
  EndTxn: { apiKey: 26, apiVersion: 5 },
  TxnOffsetCommit: { apiKey: 28, apiVersion: 3 },
  DescribeProducers: { apiKey: 61, apiVersion: 0 },
  ListTransactions: { apiKey: 66, apiVersion: 0 },
  ConsumerGroupDescribe: { apiKey: 69, apiVersion: 0 },
};

/** The request versions that a broker supports, by API key; null before it is connected. */
export interface Versioned {
  readonly versions: Readonly<Record<number, { readonly maxVersion: number }>> | null;
}

/** Whether a broker supports a request in the version above. */
export function isUnderstood({ versions }: Versioned, name: RequestName): boolean {
  const { apiKey, apiVersion } = requests[name];
  return (versions?.[apiKey]?.maxVersion ?? -1) >= apiVersion;
}

/**
 * A request in a flexible version (KIP-482), where tagged fields end headers and bodies. kafkajs has
 * none. The answer is read from behind its throttle time.
 */
export function request<T>(
  apiName: RequestName,
  write: (body: ByteWriter) => void,
  read: (answer: ByteReader) => T,
  apiVersion: number = requests[apiName].apiVersion,
): ProtocolRequest<T> {
  return protocolRequest({
    apiKey: requests[apiName].apiKey,
    ...{ apiVersion, apiName },
    write: (body) => {
      body.tags(); // of the header
      write(body);
      body.tags();
    },
    read: (answer) => {
      answer.tags(); // of the header
      answer.int32(); // throttle time
      return read(answer);
    },
  });
}

/** Writes the partitions of one topic, as several requests name them. */
export function writeTopic(body: ByteWriter, topic: string, partitions: readonly number[]): void {
  body.compactString(topic);
  body.compactArray(partitions, (partition) => body.int32(partition));
  body.tags();
}
