import type { Kafka } from "kafkajs";
import { FatalError } from "../errors.ts";
import { causesOf } from "./access/error_type.ts";
import { refusedBatchesOf } from "./corrections/produce_response.ts";
import { type RefusedTimes, RefusedTimesError, refusedTimesOf } from "./refused_times.ts";
import { describeTopics, type TopicDescription, withAdmin } from "./topics.ts";

/** A topic whose broker may reject records that have this machine's time. */
export type StampedTopic = Pick<TopicDescription, "topic" | "timestampAfterMaxMs">;

const minuteMs = 60_000;
const leastDifferenceMs = minuteMs;

/**
 * The fatal error for a command whose records, stamped by this machine, a broker rejected: it says that
 * the clocks differ, and by how much. Null for other errors, and when the clocks agree.
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

/** The same for a send by a plain kafkajs producer. It looks up the topic's limits. */
export async function clocksDifferAt(
  kafka: Kafka,
  topic: string,
  error: unknown,
): Promise<FatalError | null> {
  const batches = causesOf(error).flatMap(refusedBatchesOf);
  const refused = refusedTimesOf(batches, [], error);
  if (refused === null) return null;
  const described = await withAdmin(kafka, (admin) => describeTopics(admin, [topic]));
  return clocksDiffer(refused, [...described.values()]);
}

/** The leader's clock: the latest timestamp that it accepts, minus the topic's limit. */
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
      `that leads "${topic}", so the broker rejects records with this machine's time`,
    "correct the clock that is wrong (run timedatectl and chronyc tracking on both machines), then " +
      "try again",
    { cause },
  );
}

function durationText(ms: number): string {
  const minutes = Math.round(ms / minuteMs);
  const [hours, rest] = [Math.floor(minutes / 60), minutes % 60];
  return hours === 0 ? `${rest} min` : rest === 0 ? `${hours} h` : `${hours} h ${rest} min`;
}
