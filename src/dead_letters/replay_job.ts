import type { Kafka } from "kafkajs";
import { type LogReader, type Ranges, rangesOf } from "../kafka/ranges.ts";
import type { DeskTopics } from "./desk_topics.ts";
import type { Edit } from "./edit.ts";
import { readLetters } from "./letter_reader.ts";
import type { Candidate } from "./replay_plan.ts";
import { readLedger, type ReplayedLetters } from "./replayed_letters.ts";
import { replayedRecord } from "./replayed_record.ts";
import type { Selection } from "./selection.ts";
import type { Writers, WriterSchemas } from "./writer_schemas.ts";

/** All that a replay is made of. */
export interface ReplayJob {
  readonly kafka: Kafka;
  readonly cluster: LogReader;
  readonly appId: string;
  readonly transactionTimeoutMs: number;
  readonly topics: DeskTopics;
  /** What the dead-letter topic held when the job began: letters that come later are not meant. */
  readonly logs: Ranges;
  readonly selection: Selection;
  readonly edits: readonly Edit[];
  readonly schemas: WriterSchemas;
  readonly now: () => number;
  /** Told how many dead letters were looked at, or sent. */
  readonly progress: (count: number) => void;
  /** Told what is waited for. */
  readonly report: (line: string) => void;
}

/** Dead letters of one partition, as a fetch brought them, and what a replay makes of each. */
export interface CandidateTurn {
  readonly candidates: readonly Candidate[];
  readonly writers: Writers;
}

/** Judges the dead letters that are meant, holding no more of them than one fetch brings. */
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

/** What the ledger says was replayed, as far as it is read; throws when it does not fit the topic. */
export async function readReplayed(
  { cluster, topics }: ReplayJob,
  ranges: Ranges,
): Promise<ReplayedLetters> {
  const { ledger, deadLetters } = topics;
  const replayed = await readLedger(cluster, ledger.topic, ranges, deadLetters.topic);
  // Not the job's extent: another replay may know letters that came after this job began.
  replayed.checkFits(await rangesOf(cluster, deadLetters.topic));
  return replayed;
}
