import type avro from "avsc";
import type { Codecs } from "./avro_codec.ts";
import type { InputBatch, InputRecord, OutputRecord } from "./record.ts";
import type { RejectionCode } from "./rejection.ts";
import type { RuleSpan, RuleTexts } from "./rules.ts";

/** The name of a stage, as in group ids, transactional ids and logs. */
export type StageName = (typeof stageNames)[number];

/** The stages in the order in which they process a login. */
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

/** The result of one batch, before anything is written. */
export interface StepResult<Change> {
  readonly outputs: readonly OutputRecord[];
  /** How the state changes once the outputs are committed. */
  readonly change: Change;
  /** The metadata of the committed offset: what the next owner needs to check or to continue. */
  readonly memo: string;
  readonly facts: Facts;
}

/**
 * A stage is a pure function over a batch: the same state, records and codecs give the same result.
 * However a stream is split into batches, the results add up to the same.
 */
export interface Stage<State, Change> {
  readonly name: StageName;
  /** The settings that decide its results, as its memos hold them. */
  readonly rules: RuleTexts;
  /** The reader schema of the input. */
  readonly reader: avro.Type;
  /** The topic whose records have the timestamps of the input; null if none has. */
  readonly datedTopic: string | null;
  /** The rules of a partition by its memo; null for a memo of another program. */
  spansIn(memo: string): readonly RuleSpan[] | null;
  /**
   * The state of a partition, from the memo of its committed offset ("" before the first commit). The
   * log start is the first offset of the input's log at this moment.
   */
  begin(memo: string, offset?: number, logStart?: number): State;
  /** The compacted topic that keeps the state; null for a stage whose memo is all its state. */
  readonly changelog: Changelog<State> | null;
  /** The result of a batch; does not change the state. Throws only for broken invariants. */
  process(state: State, batch: InputBatch, codecs: Codecs): StepResult<Change>;
  /** Applies a change; called only after its outputs are committed. */
  apply(state: State, change: Change): void;
}

/** What was committed for a partition: the next offset and its memo. */
export interface CommittedMemo {
  readonly offset: number;
  readonly memo: string;
}

/** A compacted topic from which a state is rebuilt, in the partition of the input. */
export interface Changelog<State> {
  readonly topic: string;
  /** The reader schema of the changelog. */
  readonly reader: avro.Type;
  /** Applies one record of the topic, oldest first; one of another program causes a mismatch. */
  restore(state: State, record: InputRecord, codecs: Codecs): void;
  /** How many keys a state holds. */
  size(state: State): number;
  /** How the restored state differs from the committed one, as a sentence; null if it does not. */
  mismatch(state: State, committed: CommittedMemo): string | null;
}
