import { causeHeader, digestHeaders as digestNames, withoutCauses } from "./cause_headers.ts";
import type { Header, InputRecord, OutputRecord } from "./record.ts";
import { batchBytesOf } from "./record_size.ts";
import type { Rejection } from "./rejection.ts";

/** Where dead letters go and what the topic takes. */
export interface DeadLetterTopic {
  readonly topic: string;
  readonly partitionCount: number;
  readonly maxMessageBytes: number;
  readonly sha256: (bytes: Uint8Array) => string;
}

/** The record a dead letter is made of, with its coordinates. */
export interface RejectedRecord {
  readonly topic: string;
  readonly partition: number;
  readonly record: InputRecord;
  readonly rejection: Rejection;
}

const encoder = new TextEncoder();

/**
 * Makes the dead letter: key, value, headers and timestamp as they came, and behind the headers
 * the coordinates and the cause under the names of KIP-1034. Those of an earlier way through here give
 * way to them.
 */
export function deadLetterOf(rejected: RejectedRecord, to: DeadLetterTopic): OutputRecord {
  const { record } = rejected;
  const whole: OutputRecord = {
    topic: to.topic,
    partition: rejected.partition % to.partitionCount,
    key: record.key,
    value: record.value,
    headers: [...withoutCauses(record.headers), ...causeHeaders(rejected)],
    timestamp: record.timestamp,
  };
  if (batchBytesOf(whole) <= to.maxMessageBytes) return whole;
  const headers = [...whole.headers, ...digestHeaders(record.value, to)];
  const withoutValue = { ...whole, value: null, headers };
  if (batchBytesOf(withoutValue) <= to.maxMessageBytes) return withoutValue;
  // Only a key or headers as large as the topic's limit lead here; the coordinates still name them.
  return {
    ...withoutValue,
    key: null,
    headers: [...causeHeaders(rejected), ...digestHeaders(record.value, to)],
  };
}

function causeHeaders({ topic, partition, record, rejection }: RejectedRecord): Header[] {
  return [
    causeHeader("topic", encoder.encode(topic)),
    causeHeader("partition", encoder.encode(String(partition))),
    causeHeader("offset", encoder.encode(String(record.offset))),
    causeHeader("exception", encoder.encode(rejection.code)),
    causeHeader("message", encoder.encode(rejection.message)),
  ];
}

function digestHeaders(value: Uint8Array | null, to: DeadLetterTopic): Header[] {
  const bytes = value ?? new Uint8Array();
  return [
    [digestNames.size, encoder.encode(String(bytes.length))],
    [digestNames.sha256, encoder.encode(to.sha256(bytes))],
  ];
}
