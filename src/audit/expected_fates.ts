import type avro from "avsc";
import type { LogRange } from "../kafka/cluster.ts";
import type { Codecs } from "../pipeline/avro_codec.ts";
import type { DeltaFields } from "../pipeline/count_record.ts";
import type { EnrichState } from "../pipeline/enrich_stage.ts";
import type { InputBatch, OutputRecord } from "../pipeline/record.ts";
import type { Stage } from "../pipeline/stage.ts";
import { CountSums } from "./count_sums.ts";
import { FateLedger } from "./fate_ledger.ts";
import { fingerprintOf } from "./fingerprint.ts";
import { readOwnFrame } from "./frames.ts";
import { sourceOfDeadLetter, sourceOfLogin } from "./record_source.ts";

/** A topic that holds facts. */
export interface FactTopic {
  readonly topic: string;
  /** Whether brokers set the timestamps of the topic (LogAppendTime). */
  readonly hasBrokerTime: boolean;
}

/** What distinguishes the outputs of the enrich stage. */
export interface Expecting {
  readonly topics: {
    readonly output: FactTopic;
    readonly deadLetters: FactTopic;
    readonly deltas: string;
  };
  readonly types: { readonly enrichedLogin: avro.Type; readonly localeDelta: avro.Type };
}

/** The expected results of the input by the pure core: each record's fate and the sums of all logins. */
export class ExpectedFates {
  /** By input partition. */
  readonly ledgers: readonly FateLedger[];
  /** The sums of the records below the committed offsets. */
  readonly committedSums: CountSums = new CountSums();
  /** The sums of all records. */
  readonly sums: CountSums = new CountSums();
  readonly #expecting: Expecting;
  readonly #states: readonly EnrichState[];
  readonly #totals = { input: 0, filtered: 0, tombstones: 0, waiting: 0 };

  /** Starts without records in these ranges. */
  constructor(expecting: Expecting, ranges: readonly LogRange[]) {
    this.#expecting = expecting;
    this.ledgers = ranges.map((range) => new FateLedger(range));
    this.#states = ranges.map(() => ({ streamTimeMs: 0, standing: "" }));
  }

  /** Numbers of records; those from the committed offsets on are waiting. */
  get totals(): Readonly<Record<"input" | "filtered" | "tombstones" | "waiting", number>> {
    return this.#totals;
  }

  /** Notes the offsets at which the log of a partition holds anything. */
  see(partition: number, logged: readonly { readonly offset: number }[]): void {
    const ledger = this.ledgers[partition]!;
    for (const { offset } of logged) ledger.see(offset);
  }

  /**
   * Takes the next records of a partition, with the stage that processed them. They are all below its
   * committed offset, or none is.
   */
  take(
    { stage, ...batch }: InputBatch & { readonly stage: Stage<EnrichState, EnrichState> },
    codecs: Codecs,
    isCommitted: boolean,
  ): void {
    const { topics } = this.#expecting;
    const state = this.#states[batch.partition]!;
    const ledger = this.ledgers[batch.partition]!;
    const { outputs, change, facts } = stage.process(state, batch, codecs);
    stage.apply(state, change);
    for (const { offset } of batch.records) ledger.expectNothing(offset);
    for (const output of outputs) {
      if (output.topic === topics.deltas) this.#raise(output, isCommitted);
      else this.#expect(ledger, output, batch.topic);
    }
    this.#count(facts, isCommitted);
  }

  #expect(ledger: FateLedger, output: OutputRecord, inputTopic: string): void {
    const { topics, types } = this.#expecting;
    const isEnriched = output.topic === topics.output.topic;
    const source = isEnriched
      ? sourceOfLogin(readOwnFrame(output.value!, types.enrichedLogin))
      : sourceOfDeadLetter(output.headers, inputTopic);
    const fingerprint = fingerprintOf(output, isEnriched ? topics.output : topics.deadLetters);
    ledger.expect(source!.offset, isEnriched ? "enriched" : "deadLetter", fingerprint);
  }

  #raise({ value }: OutputRecord, isCommitted: boolean): void {
    const { localeDelta } = this.#expecting.types;
    const delta = readOwnFrame(value!, localeDelta) as unknown as DeltaFields;
    this.sums.add(delta);
    if (isCommitted) this.committedSums.add(delta);
  }

  #count(facts: Readonly<Record<string, number>>, isCommitted: boolean): void {
    const read = facts["read"] ?? 0;
    if (!isCommitted) this.#totals.waiting += read;
    else {
      this.#totals.input += read;
      this.#totals.filtered += facts["filtered"] ?? 0;
      this.#totals.tombstones += facts["tombstone"] ?? 0;
    }
  }
}
