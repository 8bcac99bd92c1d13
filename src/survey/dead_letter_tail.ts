import type { DeadLetterNotice } from "../contract/status.ts";
import type { ClusterClient } from "../kafka/cluster.ts";
import { readRanges } from "../kafka/ranges.ts";
import { causeIn } from "../pipeline/cause_headers.ts";
import type { Header, InputRecord } from "../pipeline/record.ts";
import { type RecordTime, redated } from "../pipeline/record_time.ts";

const keptLetters = 20;
const firstDateTimeMs = -62_167_219_200_000; // 0000-01-01
const lastDateTimeMs = 253_402_300_799_999; // 9999-12-31

/** The newest dead letters of all processes, without any value of a record. */
export class DeadLetterTail {
  readonly #positions = new Map<number, number>();
  #letters: { readonly writtenAt: RecordTime; readonly letter: DeadLetterNotice }[] = [];

  /** The dead letters it keeps, newest first. */
  newest(): readonly DeadLetterNotice[] {
    return this.#letters.map(({ letter }) => letter);
  }

  /** Reads what was added since the last call, up to the newest 20 of each partition. */
  async read(
    cluster: ClusterClient,
    topic: string,
    ends: ReadonlyMap<number, number>,
  ): Promise<void> {
    const ranges = new Map([...ends].map(([partition, end]) => {
      const read = this.#positions.get(partition) ?? 0;
      return [partition, { start: Math.max(read, end - keptLetters, 0), end }];
    }));
    for await (const { partition, records, position } of readRanges(cluster, topic, ranges)) {
      this.#positions.set(partition, Math.min(position, ends.get(partition) ?? 0));
      for (const record of records) this.#take(record);
    }
  }

  #take(record: InputRecord): void {
    const letter = letterOf(record);
    if (letter === null) return;
    this.#letters.push({ writtenAt: redated(record).timestamp, letter });
    this.#letters.sort((a, b) =>
      a.writtenAt === b.writtenAt
        ? b.letter.offset - a.letter.offset
        : a.writtenAt < b.writtenAt
        ? 1
        : -1
    );
    this.#letters.length = Math.min(this.#letters.length, keptLetters);
  }
}

/** A dead letter from its headers alone; null for a record that this program did not write. */
export function letterOf(record: InputRecord): DeadLetterNotice | null {
  const { headers, timestamp } = redated(record);
  const cause = causeIn(headers, "exception");
  const topic = causeIn(headers, "topic");
  const partition = numberOf(headers, "partition");
  const offset = numberOf(headers, "offset");
  if (cause === "" || topic === "" || partition === null || offset === null) return null;
  return {
    at: dateTimeOf(timestamp),
    topic,
    partition,
    offset,
    cause,
    message: causeIn(headers, "message"),
  };
}

function numberOf(headers: readonly Header[], name: "partition" | "offset"): number | null {
  const text = causeIn(headers, name);
  return /^\d{1,15}$/.test(text) ? Number(text) : null;
}

/** An RFC 3339 time; null outside the years 0 to 9999, which RFC 3339 cannot express. */
function dateTimeOf(time: RecordTime): string | null {
  const isDateTime = time >= firstDateTimeMs && time <= lastDateTimeMs;
  return isDateTime ? new Date(Number(time)).toISOString() : null;
}
