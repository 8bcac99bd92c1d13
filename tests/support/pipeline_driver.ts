import type { Codecs } from "../../src/pipeline/avro_codec.ts";
import type { InputBatch, OutputRecord } from "../../src/pipeline/record.ts";
import type { Stage } from "../../src/pipeline/stage.ts";
import type { TwoStages } from "../../src/pipeline/two_stages.ts";

/** Runs a stage without Kafka: bytes in, bytes out, and each step is committed at once. */
export class StageDriver<State, Change> {
  readonly facts: Record<string, number> = {};
  readonly memos = new Map<number, string>();
  readonly #states = new Map<number, State>();
  readonly #stage: Stage<State, Change>;
  readonly #codecsOf: (batch: InputBatch) => Codecs;

  constructor(stage: Stage<State, Change>, codecsOf: (batch: InputBatch) => Codecs) {
    this.#stage = stage;
    this.#codecsOf = codecsOf;
  }

  /** The state of a partition, from its last memo on. */
  state(partition: number): State {
    const state = this.#states.get(partition) ??
      this.#stage.begin(this.memos.get(partition) ?? "");
    this.#states.set(partition, state);
    return state;
  }

  /** Runs one transaction. */
  process(batch: InputBatch): readonly OutputRecord[] {
    const state = this.state(batch.partition);
    const result = this.#stage.process(state, batch, this.#codecsOf(batch));
    this.#stage.apply(state, result.change);
    this.memos.set(batch.partition, result.memo);
    for (const [fact, count] of Object.entries(result.facts)) {
      this.facts[fact] = (this.facts[fact] ?? 0) + count;
    }
    return result.outputs.map(plainRecord);
  }
}

/** A record with copies of its key and value, so that two of the same content are equal. */
export function plainRecord(record: OutputRecord): OutputRecord {
  const { topic, partition, key, value, headers, timestamp } = record;
  return { topic, partition, key, value, headers, timestamp };
}

/** Runs both stages: the second reads at once what the first writes to the deltas. */
export class PipelineDriver {
  readonly enrich;
  readonly count;
  readonly #deltas: string;

  constructor(stages: TwoStages, deltas: string, codecsOf: (batch: InputBatch) => Codecs) {
    this.enrich = new StageDriver(stages.enrich, codecsOf);
    this.count = new StageDriver(stages.count, codecsOf);
    this.#deltas = deltas;
  }

  /** Runs one transaction of the first stage and those of the second that follow from it. */
  process(batch: InputBatch): readonly OutputRecord[] {
    const outputs = this.enrich.process(batch);
    const deltas = batchesOf(this.#deltas, outputs);
    return [...outputs, ...deltas.flatMap((each) => this.count.process(each))];
  }
}

/** The records written to a topic, as one batch per partition. */
export function batchesOf(topic: string, outputs: readonly OutputRecord[]): InputBatch[] {
  const written = outputs.filter((output) => output.topic === topic);
  return [...Map.groupBy(written, ({ partition }) => partition)].map(([partition, records]) => ({
    topic,
    partition,
    records: records.map((record, offset) => ({ ...record, offset })),
  }));
}
