import type { Attributes } from "@opentelemetry/api";
import type { TracedBatch, TracedFetch } from "../kafka/tracing.ts";

// As the semantic conventions for messaging have them (1.45); they are not stable yet.
const system = { "messaging.system.name": "kafka" } as const;

/** What is told of a fetch. */
export function pollAttributes({ topic, groupId }: TracedFetch): Attributes {
  return {
    ...system,
    "messaging.operation.name": "poll",
    "messaging.operation.type": "receive",
    "messaging.destination.name": topic,
    "messaging.consumer.group.name": groupId,
  };
}

/** What is told of a batch: coordinates and numbers, nothing that records say. */
export function processAttributes(batch: TracedBatch): Attributes {
  const first = batch.records[0]?.offset;
  return {
    ...system,
    "messaging.operation.name": "process",
    "messaging.operation.type": "process",
    "messaging.destination.name": batch.topic,
    "messaging.destination.partition.id": String(batch.partition),
    "messaging.consumer.group.name": batch.groupId,
    "messaging.batch.message_count": batch.records.length,
    ...(first !== undefined && { "kafka.offset": first }),
  };
}

/** What is told of a send. */
export function sendAttributes(topic: string, count: number): Attributes {
  return {
    ...system,
    "messaging.operation.name": "send",
    "messaging.operation.type": "send",
    "messaging.destination.name": topic,
    "messaging.batch.message_count": count,
  };
}
