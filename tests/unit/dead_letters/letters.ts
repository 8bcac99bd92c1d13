import { type DeadLetter, readLetter } from "../../../src/dead_letters/letter.ts";
import type { LogReader } from "../../../src/kafka/ranges.ts";
import { deadLetterOf } from "../../../src/pipeline/dead_letter.ts";
import type { InputRecord, OutputRecord } from "../../../src/pipeline/record.ts";
import { Rejection } from "../../../src/pipeline/rejection.ts";
import { inputRecord } from "../../support/logins.ts";
import { pipelineSettings } from "../../support/pipeline_settings.ts";

/** The dead-letter topic of these tests. */
export const deadLetterTopic = "user-login-dlq";

/** How `user-login[2]@41` became a dead letter. */
export interface LetterOptions {
  readonly rejection?: Rejection;
  readonly record?: Partial<InputRecord>;
  readonly partition?: number;
  readonly offset?: number;
  /** The size limit of the dead-letter topic. */
  readonly maxMessageBytes?: number;
}

/** The dead letter of a rejected value, as a broker delivers it. */
export function letterRecord(value: Uint8Array, options: LetterOptions = {}): InputRecord {
  const { rejection = new Rejection("MISSING_FIELD", "ip"), maxMessageBytes = 1_000_000 } = options;
  const { sha256 } = pipelineSettings;
  const to = { topic: deadLetterTopic, partitionCount: 4, maxMessageBytes, sha256 };
  const record = inputRecord(value, options.record);
  const written = deadLetterOf({ topic: "user-login", partition: 2, record, rejection }, to);
  return delivered(written, options.offset ?? 7);
}

/** The same, read back. */
export function deadLetter(value: Uint8Array, options: LetterOptions = {}): DeadLetter {
  return readLetter(deadLetterTopic, options.partition ?? 2, letterRecord(value, options))!;
}

/** A record as a broker delivers it. */
export function delivered(record: OutputRecord, offset: number): InputRecord {
  const { key, value, headers, timestamp } = record;
  return { key, value, headers, timestamp, offset };
}

/** A topic in memory, whose offsets begin at `start` and are fetched two records at a time. */
export function memoryTopic(
  partitions: readonly (readonly InputRecord[])[],
  start = 0,
): LogReader {
  return {
    partitionCount: () => Promise.resolve(partitions.length),
    ranges: (_, asked) =>
      Promise.resolve(
        new Map(asked.map((partition) => {
          const end = (partitions[partition]!.at(-1)?.offset ?? start - 1) + 1;
          return [partition, { start, end }];
        })),
      ),
    async *read(_, positions) {
      while (positions.size > 0) {
        for (const [partition, position] of positions) {
          const records = partitions[partition]!.filter(({ offset }) => offset >= position)
            .slice(0, 2);
          positions.set(partition, (records.at(-1)?.offset ?? position - 1) + 1);
          yield await Promise.resolve({ partition, records, position: positions.get(partition)! });
        }
      }
    },
  };
}
