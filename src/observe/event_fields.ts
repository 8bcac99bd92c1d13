import type { StageEvent } from "../runner/stage_event.ts";

/** What a stage reads, by its name. */
export type InputTopics = Readonly<Record<StageEvent["stage"], string>>;

const failures: ReadonlySet<StageEvent["event"]> = new Set([
  "paused",
  "recovering",
  "restarting",
  "stuck",
]);

/** The fields of an event under the names of the Elastic Common Schema, and what it says. */
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
    else if (name === "reason") fields["event.reason"] = fields["error.message"] = value;
    else if (name === "memberId") fields["kafka.member_id"] = value;
    else if (name !== "stage" && name !== "event") fields[`pipeline.${name}`] = value;
  }
  return { fields, message: sentenceOf(event, topics) };
}

function sentenceOf(event: StageEvent, topics: InputTopics): string {
  const topic = topics[event.stage];
  const place = "partition" in event ? `${topic}[${event.partition}]` : topic;
  switch (event.event) {
    case "assigned":
      return `${event.stage}: given ${event.partitions.length} partitions of ${topic}`;
    case "rebalanced":
      return `${event.stage}: the group shares the partitions of ${topic} out anew`;
    case "fenced":
      return `${event.stage}: the transactions of ${place} are ours`;
    case "restored":
      return `${event.stage}: ${event.keys} counts restored for ${place}`;
    case "paused":
      return `${event.stage}: ${place} waits: ${event.reason}`;
    case "resumed":
      return `${event.stage}: ${place} is tried again`;
    case "recovering":
      return `${event.stage}: ${place} recovers (${event.recovery}): ${event.reason}`;
    case "restarting":
      return `${event.stage}: the consumer starts again: ${event.reason}`;
    case "stuck":
      return `${event.stage}: left the group, and is replaced: ${event.reason}`;
    case "stopped":
      return `${event.stage}: left the group`;
    default:
      return `${event.stage}: ${event.event} ${place}`;
  }
}
