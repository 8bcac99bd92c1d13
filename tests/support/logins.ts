import { fieldIndex } from "../../src/pipeline/login_fields.ts";
import type { InputBatch, InputRecord } from "../../src/pipeline/record.ts";

const encoder = new TextEncoder();

/** A kept login of 2024-07-10 02:00:25 UTC. */
export const login = {
  user_id: "424cdd21-063a-43a7-b91b-7ca1a833afae",
  app_version: "2.3.0",
  device_type: "android",
  ip: "199.172.111.135",
  locale: "RU",
  device_id: "593-47-5928",
  timestamp: 1720576825,
};

/** Fields that were read, without the optional fields that {@linkcode login} lacks. */
export function withoutUnset(fields: object): object {
  const isUnset = ([name, value]: [string, unknown]) =>
    value === null && Object.hasOwn(fieldIndex, name) && !Object.hasOwn(login, name);
  return Object.fromEntries(Object.entries(fields).filter((entry) => !isUnset(entry)));
}

/** The UTF-8 bytes of a text. */
export function utf8(text: string): Uint8Array {
  return encoder.encode(text);
}

/** A value as JSON. */
export function json(value: unknown): Uint8Array {
  return utf8(JSON.stringify(value));
}

/** A Confluent frame with a body. */
export function frame(schemaId: number, body: Uint8Array): Uint8Array {
  const header = Buffer.alloc(5);
  header.writeInt32BE(schemaId, 1);
  return Buffer.concat([header, body]);
}

/** A record as the broker delivers it. */
export function inputRecord(
  value: Uint8Array | null,
  rest: Partial<InputRecord> = {},
): InputRecord {
  return { offset: 41, timestamp: 1720576830000, key: null, headers: [], ...rest, value };
}

/** A batch of values at consecutive offsets of `user-login`, partition 2. */
export function inputBatch(
  values: readonly (Uint8Array | null)[],
  rest: Partial<InputRecord> = {},
): InputBatch {
  const records = values.map((value, offset) => inputRecord(value, { offset, ...rest }));
  return { topic: "user-login", partition: 2, records };
}
