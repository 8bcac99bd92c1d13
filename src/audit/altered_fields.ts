import type { RawRecord } from "../pipeline/decode_json.ts";
import type { Header, OutputRecord } from "../pipeline/record.ts";

/** A record as it was written, with the fields of its value if that is a frame. */
export interface Written extends Omit<OutputRecord, "topic"> {
  readonly fields: RawRecord | null;
}

/** The names of the parts in which two records differ, without their contents. */
export function alteredFields(expected: Written, found: Written): readonly string[] {
  const names = [
    expected.partition !== found.partition && "partition",
    !equalBytes(expected.key, found.key) && "key",
    expected.timestamp !== found.timestamp && "Kafka timestamp",
    !equalHeaders(expected.headers, found.headers) && "headers",
    ...valueFields(expected, found),
  ];
  return names.filter((name) => name !== false);
}

function valueFields(expected: Written, found: Written): readonly string[] {
  if (equalBytes(expected.value, found.value)) return [];
  if (expected.fields === null || found.fields === null) return ["value"];
  const fields = found.fields;
  const names = Object.entries(expected.fields)
    .filter(([name, value]) => value !== fields[name])
    .map(([name]) => name);
  return names.length === 0 ? ["encoding of the value"] : names;
}

function equalHeaders(some: readonly Header[], others: readonly Header[]): boolean {
  return some.length === others.length && some.every(([name, value], i) => {
    const other = others[i]!;
    return name === other[0] && equalBytes(value, other[1]);
  });
}

function equalBytes(some: Uint8Array | null, others: Uint8Array | null): boolean {
  if (some === null || others === null) return some === others;
  return Buffer.compare(some, others) === 0;
}
