import type { OutputRecord } from "../pipeline/record.ts";
import { recordBytesOf } from "../pipeline/record_size.ts";
import type { PartitionMessages } from "./writing/group_messages_per_partition.ts";

/** `max.message.bytes` by topic: the largest record batch that the topic accepts. */
export type TopicLimits = ReadonlyMap<string, number>;

/** Records of one topic, by partition, in the form that kafkajs sends. */
export interface TopicMessages {
  readonly topic: string;
  readonly messages: readonly PartitionMessages<OutputRecord>[];
}

const defaultMaxMessageBytes = 1_048_588;
const batchHeaderBytes = 61;

/**
 * Splits outputs into sends, in order. kafkajs puts all records of a partition in a send into one
 * record batch, and no batch may be larger than its topic accepts.
 */
export function* sendChunks(
  outputs: readonly OutputRecord[],
  limits: TopicLimits,
): Generator<TopicMessages[]> {
  let send = new Send(limits);
  for (const output of outputs) {
    if (send.add(output)) continue;
    yield send.topics;
    send = new Send(limits);
    send.add(output);
  }
  if (send.topics.length > 0) yield send.topics;
}

/** A growing record batch. */
class Batch implements PartitionMessages<OutputRecord> {
  readonly partition: number;
  readonly value = null;
  readonly messages: OutputRecord[] = [];
  bytes = batchHeaderBytes;

  constructor(partition: number) {
    this.partition = partition;
  }
}

/** The record batches of one topic, in sending order and by partition. */
class TopicBatches implements TopicMessages {
  readonly topic: string;
  readonly messages: Batch[] = [];
  readonly byPartition: Batch[] = [];
  readonly maxBatchBytes: number;

  constructor(topic: string, maxBatchBytes: number) {
    this.topic = topic;
    this.maxBatchBytes = maxBatchBytes;
  }

  batchOf(partition: number): Batch {
    const known = this.byPartition[partition];
    if (known !== undefined) return known;
    const batch = new Batch(partition);
    this.byPartition[partition] = batch;
    this.messages.push(batch);
    return batch;
  }
}

/** A growing send. */
class Send {
  readonly topics: TopicBatches[] = [];
  readonly #byName = new Map<string, TopicBatches>();
  readonly #limits: TopicLimits;

  constructor(limits: TopicLimits) {
    this.#limits = limits;
  }

  /** Adds a record. Returns false if its batch has no room for it; an empty batch takes any record. */
  add(output: OutputRecord): boolean {
    const topic = this.#byName.get(output.topic) ?? this.#begin(output.topic);
    const batch = topic.batchOf(output.partition);
    const bytes = batch.bytes + recordBytesOf(output);
    if (bytes > topic.maxBatchBytes && batch.messages.length > 0) return false;
    batch.bytes = bytes;
    batch.messages.push(output);
    return true;
  }

  #begin(topic: string): TopicBatches {
    const begun = new TopicBatches(topic, this.#limits.get(topic) ?? defaultMaxMessageBytes);
    this.#byName.set(topic, begun);
    this.topics.push(begun);
    return begun;
  }
}
