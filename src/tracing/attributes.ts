import type { Attributes } from "@opentelemetry/api";
import type { TracedBatch, TracedFetch } from "../kafka/tracing.ts";

// From the semantic conventions for messaging, version 1.45. They are not stable yet.
const system = { "messaging.system.name": "kafka" } as const;

/** The attributes of a fetch. */
export function pollAttributes({ topic, groupId }: TracedFetch): Attributes {
  return {
    ...system,
    "messaging.operation.name": "poll",
    "messaging.operation.type": "receive",
    "messaging.destination.name": topic,
    "messaging.consumer.group.name": groupId,
  };
}

/** The attributes of a batch: coordinates and sizes only, nothing from the records themselves. */
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

/** The attributes of a send. */
export function sendAttributes(topic: string, count: number): Attributes {
  return {
    ...system,
    "messaging.operation.name": "send",
    "messaging.operation.type": "send",
    "messaging.destination.name": topic,
    "messaging.batch.message_count": count,
  };
}
