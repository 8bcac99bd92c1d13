import { causeHeader, digestHeaders as digestNames, withoutCauses } from "./cause_headers.ts";
import type { Header, InputRecord, OutputRecord } from "./record.ts";
import { batchBytesOf } from "./record_size.ts";
import type { Rejection } from "./rejection.ts";

/** The topic of dead letters and its limits. */
export interface DeadLetterTopic {
  readonly topic: string;
  readonly partitionCount: number;
  readonly maxMessageBytes: number;
  readonly sha256: (bytes: Uint8Array) => string;
}

/** A rejected record with its coordinates. */
export interface RejectedRecord {
  readonly topic: string;
  readonly partition: number;
  readonly record: InputRecord;
  readonly rejection: Rejection;
}

const encoder = new TextEncoder();

/**
 * Makes a dead letter: key, value, headers and timestamp are unchanged; the coordinates and the cause
 * follow the headers, under the names of KIP-1034. They replace those of an earlier dead letter.
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
  // Only a huge key or huge headers lead here; the coordinates still identify the record.
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
