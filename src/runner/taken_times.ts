import { causesOf } from "../kafka/access/error_type.ts";
import { RefusedTimesError, type TimeRange } from "../kafka/refused_times.ts";
import { plainRecord } from "../pipeline/plain_record.ts";
import type { InputRecord, OutputRecord } from "../pipeline/record.ts";
import { noTime, type RecordTime, undated } from "../pipeline/record_time.ts";

interface KnownRange extends TimeRange {
  readonly atMs: number;
}

const validMs = 30_000;

/**
 * Which record timestamps topics accept, as far as brokers have said so when they rejected others.
 *
 * Rejected: to read the topics' settings and compare with the local clock. That would be a guess: a
 * clock three hours behind would turn every login into a dead letter. A broker's answer is valid for
 * 30 s. Until then, a record that it would reject costs no further transaction. After that, the
 * topic's settings or the broker's clock may have changed.
 */
export class TakenTimes {
  readonly #known = new Map<string, KnownRange>();
  readonly #now: () => number;

  /** Starts without any limits. The clock must be monotonic. */
  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
  }

  /** Learns from the error of a failed send. Other errors are ignored. */
  learn(error: unknown): void {
    const atMs = this.#now();
    for (const cause of causesOf(error)) {
      if (!(cause instanceof RefusedTimesError)) continue;
      for (const { topic, range } of cause.refusals) this.#known.set(topic, { ...range, atMs });
    }
  }

  /** A predicate for the records whose timestamp a topic rejects; undefined if it rejects none. */
  refusalsOf(topic: string | null): ((record: InputRecord) => boolean) | undefined {
    const range = topic === null ? null : this.#rangeOf(topic);
    return range === null ? undefined : ({ timestamp }) => !isTaken(range, timestamp);
  }

  /** The same records, but without a timestamp where their topic would reject it. */
  fitted(outputs: readonly OutputRecord[]): readonly OutputRecord[] {
    if (this.#known.size === 0) return outputs;
    return outputs.map((output) => {
      const range = this.#rangeOf(output.topic);
      if (range === null || isTaken(range, output.timestamp)) return output;
      return { ...plainRecord(output), ...undated(output) };
    });
  }

  #rangeOf(topic: string): TimeRange | null {
    const known = this.#known.get(topic);
    if (known === undefined) return null;
    const passedMs = this.#now() - known.atMs;
    if (passedMs > validMs) this.#known.delete(topic);
    return passedMs > validMs ? null : moved(known, Math.floor(passedMs));
  }
}

function moved({ low, high }: TimeRange, ms: number): TimeRange {
  return { low: later(low, ms), high: later(high, ms) };
}

function later(time: RecordTime, ms: number): RecordTime {
  return typeof time === "number" ? time + ms : time + BigInt(ms);
}

function isTaken({ low, high }: TimeRange, time: RecordTime): boolean {
  return time === noTime || (time >= low && time <= high);
}
