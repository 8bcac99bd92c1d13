import type { KafkaSettings } from "../kafka/connection.ts";
import { type LogReader, type Ranges, rangesOf } from "../kafka/ranges.ts";
import type { DeskTopics } from "./desk_topics.ts";
import type { Edit } from "./edit.ts";
import { readLetters } from "./letter_reader.ts";
import type { Candidate } from "./replay_plan.ts";
import { readLedger, type ReplayedLetters } from "./replayed_letters.ts";
import { replayedRecord } from "./replayed_record.ts";
import type { Selection } from "./selection.ts";
import type { Writers, WriterSchemas } from "./writer_schemas.ts";

/** Everything that a replay needs. */
export interface ReplayJob {
  readonly kafka: KafkaSettings;
  readonly cluster: LogReader;
  readonly appId: string;
  readonly transactionTimeoutMs: number;
  readonly topics: DeskTopics;
  /** The ranges of the dead-letter topic when the job began: later dead letters are left out. */
  readonly logs: Ranges;
  readonly selection: Selection;
  readonly edits: readonly Edit[];
  readonly schemas: WriterSchemas;
  readonly now: () => number;
  /** Takes how many dead letters were examined or sent. */
  readonly progress: (count: number) => void;
  /** Takes a line about waiting. */
  readonly report: (line: string) => void;
}

/** Dead letters of one partition from one fetch, each with its replayed record. */
export interface CandidateTurn {
  readonly candidates: readonly Candidate[];
  readonly writers: Writers;
}

/** Makes the replayed records of the selected dead letters; keeps only one fetch in memory. */
export async function* candidatesOf(
  job: ReplayJob,
  replayed: ReplayedLetters,
): AsyncGenerator<CandidateTurn> {
  const { cluster, topics: { deadLetters, input }, logs, selection, edits, schemas } = job;
  for await (const { letters } of readLetters(cluster, deadLetters.topic, logs, selection)) {
    const writers = await schemas.of(letters.map(({ record }) => record.value));
    const rules = { input, replayed, edits, writers, timestamp: job.now() };
    const candidates = letters.map((letter) => ({
      letter,
      outcome: replayedRecord(letter, rules),
    }));
    yield { candidates, writers };
  }
}

/** Reads from the ledger what was replayed; throws if it does not fit the dead-letter topic. */
export async function readReplayed(
  { cluster, topics }: ReplayJob,
  ranges: Ranges,
): Promise<ReplayedLetters> {
  const { ledger, deadLetters } = topics;
  const replayed = await readLedger(cluster, ledger.topic, ranges, deadLetters.topic);
  // Not the job's ranges: another replay may have seen dead letters that are newer than this job.
  replayed.checkFits(await rangesOf(cluster, deadLetters.topic));
  return replayed;
}
