import type { Source } from "../pipeline/enrich.ts";
import type { Header, InputRecord } from "../pipeline/record.ts";

const decoder = new TextDecoder();
const wholeNumber = /^\d{1,15}$/;

/** The input record that an enriched login says it was made from. */
export function sourceOfLogin(fields: Readonly<Record<string, unknown>>): Source {
  return { partition: Number(fields["source_partition"]), offset: Number(fields["source_offset"]) };
}

/** The record of an input topic that a dead letter says it was; null where it names none there. */
export function sourceOfDeadLetter(headers: readonly Header[], inputTopic: string): Source | null {
  if (causeHeader(headers, "topic") !== inputTopic) return null;
  const partition = causeHeader(headers, "partition");
  const offset = causeHeader(headers, "offset");
  if (!wholeNumber.test(partition) || !wholeNumber.test(offset)) return null;
  return { partition: Number(partition), offset: Number(offset) };
}

/**
 * Reads the last header of a name: those of an earlier dead letter come before it. The audit has its
 * own name prefix on purpose, so that it does not follow a mistake in the pipeline's.
 */
function causeHeader(headers: readonly Header[], name: string): string {
  const found = headers.findLast(([known]) => known === `__streams.errors.${name}`);
  return decoder.decode(found?.[1] ?? new Uint8Array());
}

/**
 * Whether a record is a tombstone under the empty key, which readers and restores write to find the
 * end of a log: no fact and no count can have that key.
 */
export function isReaderMark({ key, value }: InputRecord): boolean {
  return value === null && key !== null && key.length === 0;
}
