import type { LogRange } from "../kafka/cluster.ts";
import type { LogTurn } from "../kafka/raw_log.ts";
import type { FetchedRecord } from "../kafka/reading/fetched_record.ts";
import { DecidedRecords } from "./decided_records.ts";

/** What reading facts needs. */
export interface FactSource {
  /** Fetches once from these positions. */
  readonly fetchLog: (topic: string, positions: ReadonlyMap<number, number>) => Promise<LogTurn[]>;
  /** Takes the number of offsets that were read. */
  readonly advance: (offsets: number) => void;
  /** Takes what could not be read. */
  readonly admit: (gap: string) => void;
  /** Takes a line about waiting. */
  readonly report: (line: string) => void;
  /** How long a transaction may stay open at the end of the log. */
  readonly openTimeoutMs: number;
}

/** Facts of one partition: committed records, and records outside transactions. */
export interface FactTurn {
  readonly partition: number;
  readonly records: readonly FetchedRecord[];
  /** All records that were read, with markers, committed or not. */
  readonly logged: readonly FetchedRecord[];
}

/**
 * Reads the facts within a range of each partition of a topic. A marker may come after the range or may
 * not be written yet. So each partition is read until all transactions within its range have ended, or
 * until the timeout.
 */
export async function* readFacts(
  source: FactSource,
  topic: string,
  ranges: readonly LogRange[],
): AsyncGenerator<FactTurn> {
  const positions = new Map<number, number>();
  const readers = ranges.map((range) => new RangeReader(range, source));
  for (const [partition, { start, end }] of ranges.entries()) {
    if (start < end) positions.set(partition, start);
  }
  while (positions.size > 0) {
    for (const { partition, records, position } of await source.fetchLog(topic, positions)) {
      const reader = readers[partition]!;
      source.advance(reader.progress(positions.get(partition)!, position));
      yield { partition, records: reader.take(records), logged: records };
      positions.set(partition, position);
      if (!reader.isDone(`${topic}[${partition}]`, position)) continue;
      positions.delete(partition);
      yield { partition, records: reader.rest(`${topic}[${partition}]`), logged: [] };
    }
  }
}

class RangeReader {
  readonly #range: LogRange;
  readonly #source: FactSource;
  readonly #decided = new DecidedRecords();
  #waitingSinceMs: number | null = null;

  constructor(range: LogRange, source: FactSource) {
    this.#range = range;
    this.#source = source;
  }

  take(records: readonly FetchedRecord[]): FetchedRecord[] {
    const { end } = this.#range;
    return this.#decided.take(records.filter((r) => r.isControlRecord || r.offset < end));
  }

  progress(from: number, to: number): number {
    const { end } = this.#range;
    return Math.min(to, end) - Math.min(from, end);
  }

  isDone(place: string, position: number): boolean {
    const { waiting } = this.#decided;
    if (position < this.#range.end) return false;
    if (waiting === 0) return true;
    const { openTimeoutMs, report } = this.#source;
    if (this.#waitingSinceMs === null) {
      this.#waitingSinceMs = performance.now();
      report(`waiting up to ${openTimeoutMs / 1000} s for a transaction in ${place} to end`);
    }
    return performance.now() - this.#waitingSinceMs >= openTimeoutMs;
  }

  /** The facts behind transactions that are still open. Readers do not see them yet. */
  rest(place: string): FetchedRecord[] {
    const facts = this.#decided.rest();
    const { waiting } = this.#decided;
    if (waiting > 0) {
      this.#source.admit(`"${place}": ${waiting} records belong to open transactions`);
    }
    return facts;
  }
}
