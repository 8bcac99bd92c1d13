import type { CountEntry } from "../pipeline/count_entry.ts";
import { writeMemo } from "../pipeline/count_memo.ts";
import type { CountState } from "../pipeline/count_state.ts";
import { type CountTopics, CountWriter } from "../pipeline/count_writer.ts";
import { plainRecord } from "../pipeline/plain_record.ts";
import type { Header, OutputRecord } from "../pipeline/record.ts";
import { keepKeys } from "./kept_keys.ts";
import type { Source } from "./source.ts";
import type { Table } from "./table.ts";

/** A wrong count of the table; null for a count that is missing or has to go. */
export interface Correction {
  readonly key: string;
  readonly before: number | null;
  readonly after: number | null;
}

/** The plan for one partition of the table. */
export interface PartitionPlan {
  readonly table: Table;
  readonly rebuilt: CountState;
  readonly corrections: readonly Correction[];
  /** Whether the partition is right, so that nothing is written. */
  readonly isHealthy: boolean;
}

/** What a recount found and what it would write. */
export interface RecountPlan {
  readonly source: Source;
  readonly partitions: readonly PartitionPlan[];
}

/** The header of a corrected count, which may be lower than before. Its value names the source. */
export const recountHeader = "login-pipeline.recount";

/** Compares a partition of the table with the rebuilt counts. */
export function planPartition(table: Table, rebuilt: CountState): PartitionPlan {
  keepKeys(rebuilt, table.due?.entries() ?? table.entries.values());
  const isHealthy = table.due !== null && table.due.memo().hash === rebuilt.memo().hash;
  const corrections = isHealthy ? [] : [...correctionsOf(table, rebuilt)];
  return { table, rebuilt, corrections, isHealthy };
}

/** The records that correct a partition of the table and the output. */
export function recordsOf(
  { table, rebuilt, corrections }: PartitionPlan,
  topics: CountTopics,
  sourceName: string,
  timestamp: number,
): OutputRecord[] {
  const writer = new CountWriter(topics, table.partition, table.nextSequence);
  const header: Header = [recountHeader, new TextEncoder().encode(sourceName)];
  const wrong = new Set(corrections.map(({ key }) => key));
  const records = surplusKeys(table, rebuilt).map((key) => writer.tombstone(key, timestamp));
  for (const entry of rebuilt.entries()) {
    const [toOutput, toTable] = writer.records(entry, timestamp);
    records.push(toTable);
    // If the table could not be trusted, readers may have seen any count.
    const isTold = table.mismatch !== null || wrong.has(entry.key);
    if (isTold) records.push({ ...plainRecord(toOutput), headers: [header] });
  }
  return records;
}

/**
 * The memo of the rebuilt state. If the counts are no longer the sums of the deltas, it holds the offset
 * up to which they were replaced.
 */
export function memoOf(
  { table, rebuilt }: PartitionPlan,
  partitions: number,
  isAgainstDeltas = false,
): string {
  const { spans, rebuiltAt } = table.notes ?? rebuilt.notes;
  const notes = { spans, rebuiltAt: isAgainstDeltas ? table.end : rebuiltAt };
  return writeMemo({ ...rebuilt.memo(), ...notes, partitions, sequence: table.nextSequence });
}

function* correctionsOf({ entries }: Table, rebuilt: CountState): Generator<Correction> {
  for (const { key, count } of entries.values()) {
    if (rebuilt.at(key) === undefined) yield { key, before: count, after: null };
  }
  for (const entry of rebuilt.entries()) {
    const before = entries.get(entry.key);
    if (before !== undefined && isSame(before, entry)) continue;
    yield { key: entry.key, before: before?.count ?? null, after: entry.count };
  }
}

function isSame(a: CountEntry, b: CountEntry): boolean {
  return a.count === b.count && a.lastLoginMs === b.lastLoginMs && a.locale === b.locale &&
    a.window?.startMs === b.window?.startMs && a.window?.endMs === b.window?.endMs;
}

/** Compared by bytes: a foreign key may not be text. */
function surplusKeys({ keys }: Table, rebuilt: CountState): Uint8Array[] {
  const wanted = new Set([...rebuilt.entries()].map(({ key }) => latin1(Buffer.from(key))));
  return keys.filter((key) => !wanted.has(latin1(key)));
}

function latin1(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("latin1");
}
