import { causesOf } from "../kafka/errors/error_type.ts";
import { RefusedTimesError, type TimeRange } from "../kafka/refused_times.ts";
import { plainRecord } from "../pipeline/plain_record.ts";
import type { InputRecord, OutputRecord } from "../pipeline/record.ts";
import { noTime, type RecordTime, undated } from "../pipeline/record_time.ts";

interface Said extends TimeRange {
  readonly atMs: number;
}

const believedMs = 30_000;

/**
 * Which record timestamps topics take, as far as their brokers have said so by refusing others.
 *
 * To ask for the topics' settings instead, and to compare with a clock of our own, would be to guess:
 * a clock that is three hours behind would turn every login into a dead letter. What a broker said is
 * believed for half a minute, in which no record that it would refuse costs another transaction;
 * then it may have got other settings, or its clock may have been set.
 */
export class TakenTimes {
  readonly #said = new Map<string, Said>();
  readonly #now: () => number;

  /** Begins with topics that take any; the clock has to be one that nobody sets. */
  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
  }

  /** Takes in what a failed send says; other errors say nothing. */
  learn(error: unknown): void {
    const atMs = this.#now();
    for (const cause of causesOf(error)) {
      if (!(cause instanceof RefusedTimesError)) continue;
      for (const { topic, range } of cause.refusals) this.#said.set(topic, { ...range, atMs });
    }
  }

  /** Whether a topic refuses a record's timestamp; nothing while it has refused none. */
  refusalsOf(topic: string | null): ((record: InputRecord) => boolean) | undefined {
    const range = topic === null ? null : this.#rangeOf(topic);
    return range === null ? undefined : ({ timestamp }) => !isTaken(range, timestamp);
  }

  /** The same records, those without a timestamp that their topic refuses. */
  fitted(outputs: readonly OutputRecord[]): readonly OutputRecord[] {
    if (this.#said.size === 0) return outputs;
    return outputs.map((output) => {
      const range = this.#rangeOf(output.topic);
      if (range === null || isTaken(range, output.timestamp)) return output;
      return { ...plainRecord(output), ...undated(output) };
    });
  }

  #rangeOf(topic: string): TimeRange | null {
    const said = this.#said.get(topic);
    if (said === undefined) return null;
    const passedMs = this.#now() - said.atMs;
    if (passedMs > believedMs) this.#said.delete(topic);
    return passedMs > believedMs ? null : moved(said, Math.floor(passedMs));
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
