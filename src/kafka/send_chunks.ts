import type { OutputRecord } from "../pipeline/record.ts";
import { recordBytesOf } from "../pipeline/record_size.ts";

/** `max.message.bytes` by topic: the largest record batch that the topic's brokers take. */
export type TopicLimits = ReadonlyMap<string, number>;

/** Records of one topic as kafkajs sends them. */
export interface TopicMessages {
  readonly topic: string;
  readonly messages: OutputRecord[];
}

const defaultMaxMessageBytes = 1_048_588;
const batchHeaderBytes = 61;

/**
 * Cuts outputs into sends, in their order: kafkajs makes one record batch of all records of a
 * partition in a send, and no batch may be larger than its topic takes.
 */
export function* sendChunks(
  outputs: readonly OutputRecord[],
  limits: TopicLimits,
): Generator<TopicMessages[]> {
  let byTopic = new Map<string, TopicMessages>();
  let bytes = new Map<string, number>();
  for (const output of outputs) {
    const batch = `${output.topic}/${output.partition}`;
    const recordBytes = recordBytesOf(output);
    const batchBytes = (bytes.get(batch) ?? batchHeaderBytes) + recordBytes;
    if (batchBytes > (limits.get(output.topic) ?? defaultMaxMessageBytes) && bytes.has(batch)) {
      yield [...byTopic.values()];
      byTopic = new Map();
      bytes = new Map([[batch, batchHeaderBytes + recordBytes]]);
    } else {
      bytes.set(batch, batchBytes);
    }
    messagesOf(byTopic, output.topic).push(output);
  }
  if (byTopic.size > 0) yield [...byTopic.values()];
}

function messagesOf(byTopic: Map<string, TopicMessages>, topic: string): OutputRecord[] {
  const known = byTopic.get(topic);
  if (known !== undefined) return known.messages;
  const messages: OutputRecord[] = [];
  byTopic.set(topic, { topic, messages });
  return messages;
}
