import type { Kafka } from "kafkajs";
import { FatalError } from "../errors.ts";
import { causesOf } from "./errors/error_type.ts";
import { type RefusedTimes, RefusedTimesError, refusedTimesOf } from "./refused_times.ts";
import { describeTopics, type TopicDescription, withAdmin } from "./topics.ts";

/** What is known of a topic whose broker refused a record stamped with this machine's time. */
export type StampedTopic = Pick<TopicDescription, "topic" | "timestampAfterMaxMs">;

const minuteMs = 60_000;
const leastDifferenceMs = minuteMs;

/**
 * The end of a command whose records, stamped with the time of this machine, a broker refused: that the
 * clocks differ, and by how much. Null for other errors, and where the clocks agree.
 */
export function clocksDiffer(
  error: unknown,
  topics: readonly StampedTopic[],
  nowMs: number = Date.now(),
): FatalError | null {
  for (const cause of causesOf(error)) {
    if (!(cause instanceof RefusedTimesError)) continue;
    for (const refusal of cause.refusals) {
      const known = topics.find(({ topic }) => topic === refusal.topic);
      const timeMs = known === undefined ? null : brokerTime(refusal, known);
      if (timeMs === null || Math.abs(nowMs - timeMs) < leastDifferenceMs) continue;
      return difference(nowMs - timeMs, refusal, error);
    }
  }
  return null;
}

/** The same for a send by a producer of kafkajs' own; the topic's limits are asked for then. */
export async function clocksDifferAt(
  kafka: Kafka,
  topic: string,
  error: unknown,
): Promise<FatalError | null> {
  const refused = refusedTimesOf(error, []);
  if (refused === null) return null;
  const described = await withAdmin(kafka, (admin) => describeTopics(admin, [topic]));
  return clocksDiffer(refused, [...described.values()]);
}

/** The leader said up to when it takes records: so long after the time on its clock. */
function brokerTime(
  { range: { high } }: RefusedTimes,
  { timestampAfterMaxMs: limitMs = Infinity }: StampedTopic,
): number | null {
  const timeMs = Number(high) - limitMs;
  return Number.isFinite(timeMs) ? timeMs : null;
}

function difference(aheadMs: number, { topic }: RefusedTimes, cause: unknown): FatalError {
  const way = aheadMs > 0 ? "ahead of" : "behind";
  return new FatalError(
    `The clock of this machine is ${durationText(Math.abs(aheadMs))} ${way} that of the broker ` +
      `which leads "${topic}", and records are stamped with it: the broker refuses them`,
    "set the clock that is wrong (timedatectl and chronyc tracking tell on both machines), then " +
      "run this again",
    { cause },
  );
}

function durationText(ms: number): string {
  const minutes = Math.round(ms / minuteMs);
  const [hours, rest] = [Math.floor(minutes / 60), minutes % 60];
  return hours === 0 ? `${rest} min` : rest === 0 ? `${hours} h` : `${hours} h ${rest} min`;
}
