import type { OutputRecord } from "../pipeline/record.ts";
import { recordBytesOf } from "../pipeline/record_size.ts";

/** `max.message.bytes` by topic: the largest record batch that the topic accepts. */
export type TopicLimits = ReadonlyMap<string, number>;

/** Records for one partition, in the order of its log. */
export interface RecordBatch {
  readonly topic: string;
  readonly partition: number;
  readonly records: readonly OutputRecord[];
}

const defaultMaxMessageBytes = 1_048_588;
const batchHeaderBytes = 61;

/**
 * Splits outputs into sends, in order. A send has one record batch for each of its partitions, and no
 * batch may be larger than its topic accepts.
 */
export function* sendChunks(
  outputs: readonly OutputRecord[],
  limits: TopicLimits,
): Generator<readonly RecordBatch[]> {
  let send = new Send(limits);
  for (const output of outputs) {
    if (send.add(output)) continue;
    yield send.batches;
    send = new Send(limits);
    send.add(output);
  }
  if (send.batches.length > 0) yield send.batches;
}

/** A growing record batch. */
class Batch implements RecordBatch {
  readonly topic: string;
  readonly partition: number;
  readonly records: OutputRecord[] = [];
  readonly maxBytes: number;
  bytes = batchHeaderBytes;

  constructor(topic: string, partition: number, maxBytes: number) {
    this.topic = topic;
    this.partition = partition;
    this.maxBytes = maxBytes;
  }
}

/** A growing send. */
class Send {
  readonly batches: Batch[] = [];
  readonly #byTopic = new Map<string, Batch[]>();
  readonly #limits: TopicLimits;

  constructor(limits: TopicLimits) {
    this.#limits = limits;
  }

  /** Adds a record. Returns false if its batch has no room for it; an empty batch takes any record. */
  add(output: OutputRecord): boolean {
    const batch = this.#batchOf(output);
    const bytes = batch.bytes + recordBytesOf(output);
    if (bytes > batch.maxBytes && batch.records.length > 0) return false;
    batch.bytes = bytes;
    batch.records.push(output);
    return true;
  }

  #batchOf({ topic, partition }: OutputRecord): Batch {
    let byPartition = this.#byTopic.get(topic);
    if (byPartition === undefined) this.#byTopic.set(topic, byPartition = []);
    const known = byPartition[partition];
    if (known !== undefined) return known;
    const batch = new Batch(topic, partition, this.#limits.get(topic) ?? defaultMaxMessageBytes);
    byPartition[partition] = batch;
    this.batches.push(batch);
    return batch;
  }
}
