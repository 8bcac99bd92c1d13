import type avro from "avsc";
import type { Codecs } from "./avro_codec.ts";
import type { InputBatch, InputRecord, OutputRecord } from "./record.ts";
import type { RejectionCode } from "./rejection.ts";
import type { RuleSpan, RuleTexts } from "./rules.ts";

/** The two stages, as they appear in group ids, transactional ids and logs. */
export type StageName = (typeof stageNames)[number];

/** The stages in the order in which a login goes through them. */
export const stageNames = ["enrich", "count"] as const;

/** Record counts of one step by name. Names are stable: they become log fields and metrics. */
export type Facts = Readonly<Record<string, number>>;

const rejectedPrefix = "rejected.";

/** The name of the fact that counts the dead letters of a cause. */
export function rejectedFact(cause: RejectionCode): string {
  return rejectedPrefix + cause;
}

/** The cause whose dead letters a fact counts; null for every other fact. */
export function rejectedCause(fact: string): string | null {
  return fact.startsWith(rejectedPrefix) ? fact.slice(rejectedPrefix.length) : null;
}

/** What one step over a batch comes to; nothing has happened yet. */
export interface StepResult<Change> {
  readonly outputs: readonly OutputRecord[];
  /** What the state becomes once the outputs are committed. */
  readonly change: Change;
  /** Kept beside the committed offset: what the next owner needs to check or to go on. */
  readonly memo: string;
  readonly facts: Facts;
}

/**
 * A stage is a pure function over a batch: the same state, records and codecs give the same result,
 * and however a stream is cut into batches the results add up to the same.
 */
export interface Stage<State, Change> {
  readonly name: StageName;
  /** What decides its results, as its memos say it. */
  readonly rules: RuleTexts;
  /** What the frames of the input are read as. */
  readonly reader: avro.Type;
  /** The topic whose records have the timestamps of the input; null where none has. */
  readonly datedTopic: string | null;
  /** By which rules a memo says that its partition was processed; null for a memo of another's. */
  spansIn(memo: string): readonly RuleSpan[] | null;
  /**
   * The state of a partition, from the memo beside its committed offset; empty before the first. The
   * log start is where the input's log begins at this moment.
   */
  begin(memo: string, offset?: number, logStart?: number): State;
  /** Where the state is kept as a compacted topic; null for a stage whose memo is all its state. */
  readonly changelog: Changelog<State> | null;
  /** What a batch comes to; changes nothing, not even the state. Throws only for broken invariants. */
  process(state: State, batch: InputBatch, codecs: Codecs): StepResult<Change>;
  /** Takes a change in; called only after everything that belongs to it is committed. */
  apply(state: State, change: Change): void;
}

/** What was committed for a partition: the next offset, and the memo that was left beside it. */
export interface CommittedMemo {
  readonly offset: number;
  readonly memo: string;
}

/** A state that is rebuilt from a compacted topic, in the same partition as the input. */
export interface Changelog<State> {
  readonly topic: string;
  /** What the frames of the changelog are read as. */
  readonly reader: avro.Type;
  /** Takes one record of the topic in, older ones first; one that is not ours makes a mismatch. */
  restore(state: State, record: InputRecord, codecs: Codecs): void;
  /** How many keys a state holds. */
  size(state: State): number;
  /** What contradicts the commit, as a sentence; null when the restored state is the committed one. */
  mismatch(state: State, committed: CommittedMemo): string | null;
}
