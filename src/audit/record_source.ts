import type { Source } from "../pipeline/enrich.ts";
import type { Header, InputRecord } from "../pipeline/record.ts";

const decoder = new TextDecoder();
const wholeNumber = /^\d{1,15}$/;

/** The input record that an enriched login names as its source. */
export function sourceOfLogin(fields: Readonly<Record<string, unknown>>): Source {
  return { partition: Number(fields["source_partition"]), offset: Number(fields["source_offset"]) };
}

/** The record of an input topic that a dead letter names as its source; null if it names none. */
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
 * Whether a record is an end marker: a tombstone with the empty key, which restores and replays write
 * to find the end of a log. No fact and no count has that key.
 */
export function isReaderMark({ key, value }: InputRecord): boolean {
  return value === null && key !== null && key.length === 0;
}
