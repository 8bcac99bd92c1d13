import type { StageEvent } from "../runner/stage_event.ts";

/** The input topic of each stage. */
export type InputTopics = Readonly<Record<StageEvent["stage"], string>>;

const failures: ReadonlySet<StageEvent["event"]> = new Set([
  "waiting",
  "paused",
  "recovering",
  "restarting",
  "stuck",
]);

/** The fields of an event by the names of the Elastic Common Schema, and its message. */
export function eventFields(
  event: StageEvent,
  topics: InputTopics,
): { readonly fields: Record<string, unknown>; readonly message: string } {
  const { stage, event: action } = event;
  const given: Record<string, unknown> = { ...event };
  const fields: Record<string, unknown> = {
    "event.action": action,
    "event.outcome": failures.has(action) ? "failure" : "success",
    "pipeline.stage": stage,
    "kafka.topic": topics[stage],
  };
  for (const [name, value] of Object.entries(given)) {
    if (name === "ms") fields["event.duration"] = Math.round(Number(value) * 1e6);
    else if (name === "partition" || name === "offset") fields[`kafka.${name}`] = value;
    else if (name === "reason") {
      fields["event.reason"] = value;
      if (failures.has(action)) fields["error.message"] = value;
    } else if (event.event === "owned" && name === "partitions") {
      fields["pipeline.partitions"] = event.partitions.length;
      fields["pipeline.keys"] = event.partitions.reduce((sum, { keys }) => sum + (keys ?? 0), 0);
    } else if (name === "memberId") fields["kafka.member_id"] = value;
    else if (name !== "stage" && name !== "event") fields[`pipeline.${name}`] = value;
  }
  return { fields, message: messageOf(event, topics) };
}

function messageOf(event: StageEvent, topics: InputTopics): string {
  const topic = topics[event.stage];
  const topicPartition = "partition" in event ? `${topic}[${event.partition}]` : topic;
  switch (event.event) {
    case "assigned":
      return `${event.stage}: assigned ${event.partitions.length} partitions of ${topic}`;
    case "rebalanced":
      return `${event.stage}: the group rebalances the partitions of ${topic}`;
    case "connected":
      return `${event.stage}: ${event.protocol} transaction protocol: ${event.reason}`;
    case "waiting":
      return `${event.stage}: waits to take over its partitions: ${event.reason}`;
    case "swept":
      return `${event.stage}: ${event.reason}`;
    case "restoring":
      return `${event.stage}: restored ${event.done} of ${event.total} partitions`;
    case "restored":
      return `${event.stage}: restored ${event.keys} counts of ${event.partitions} partitions`;
    case "owned":
      return `${event.stage}: processes ${event.partitions.length} partitions of ${topic}`;
    case "paused":
      return `${event.stage}: ${topicPartition} paused: ${event.reason}`;
    case "resumed":
      return `${event.stage}: ${topicPartition} resumed`;
    case "recovering":
      return `${event.stage}: recovering (${event.recovery}): ${event.reason}`;
    case "restarting":
      return `${event.stage}: restarting the consumer: ${event.reason}`;
    case "stuck":
      return `${event.stage}: stuck, left the group and will be replaced: ${event.reason}`;
    case "stopped":
      return `${event.stage}: left the group`;
    default:
      return `${event.stage}: ${event.event} ${topicPartition}`;
  }
}
