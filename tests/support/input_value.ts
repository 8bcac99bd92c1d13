import type { IHeaders, Message } from "kafkajs";

/** A value for the input topic, with its key, headers and other record fields. */
export interface InputValue {
  readonly value: Uint8Array | null;
  readonly key?: string | Uint8Array | null;
  readonly partition?: number;
  readonly timestampMs?: number | bigint;
  readonly headers?: IHeaders;
}

/** The record of a value, in partition 0 by default. */
export function inputMessage(input: InputValue): Message {
  const { value, key = null, partition = 0, timestampMs, headers } = input;
  return {
    partition,
    key: key === null ? null : Buffer.from(key as Uint8Array),
    value: value === null ? null : Buffer.from(value),
    ...(timestampMs !== undefined && { timestamp: String(timestampMs) }),
    ...(headers && { headers }),
  };
}
