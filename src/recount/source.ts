import { FatalError } from "../errors.ts";
import { type Extent, positionsOf } from "../kafka/ranges.ts";
import type { TopicDescription } from "../kafka/topics.ts";
import { groupIdOf } from "../names.ts";
import { countsWindows, type Workplace } from "./workplace.ts";

/** What counts are rebuilt from: the input, or the enriched logins of the output. */
export type SourceName = "input" | "output";

/** A source: the ranges that were processed, and how many of their records are missing. */
export interface Source {
  readonly name: SourceName;
  readonly topic: TopicDescription;
  /** What the log still holds, by partition. */
  readonly extents: readonly Extent[];
  readonly missingRecords: number;
}

/** Describes a source without reading its records. */
export async function sourceOf(workplace: Workplace, name: SourceName): Promise<Source> {
  const { settings: { topics, config }, cluster } = workplace;
  const topic = topics[name];
  const ends = name === "input"
    ? (await positionsOf(cluster, groupIdOf(config.appId, "enrich"), topic))
      .map((position) => position?.offset ?? 0)
    : Array.from({ length: topic.partitionCount }, () => Infinity);
  const found = await Promise.all(ends.map(async (processed, partition) => {
    const { start, end } = await cluster.range(topic.topic, partition);
    return { topic: topic.topic, partition, start, end: Math.min(end, processed), processed };
  }));
  const missingRecords = found.reduce((sum, { start, end, processed }) => {
    const behind = processed === Infinity ? 0 : processed - Math.max(end, start);
    return sum + Math.min(start, processed) + Math.max(0, behind);
  }, 0);
  return { name, topic, extents: found, missingRecords };
}

/** How many offsets of a source are read. */
export function recordsIn({ extents }: Source): number {
  return extents.reduce((sum, { start, end }) => sum + Math.max(0, end - start), 0);
}

/** Whether every processed record is still in the log. */
export function isComplete({ topic, missingRecords }: Source): boolean {
  return missingRecords === 0 && !topic.cleanupPolicy.includes("compact");
}

/** Whether a source holds all that counting needs: only the input shows which logins were late. */
export function canCountFrom(name: SourceName, workplace: Workplace): boolean {
  return name === "input" || !countsWindows(workplace);
}

/** Refuses an incomplete source, and names the other one if that is complete. */
export async function completeSource(workplace: Workplace, name: SourceName): Promise<Source> {
  const source = await sourceOf(workplace, name);
  if (isComplete(source)) return source;
  const other = name === "input" ? "output" : "input";
  const canOther = canCountFrom(other, workplace) &&
    isComplete(await sourceOf(workplace, other));
  throw new FatalError(
    `Cannot count from ${source.topic.topic}: ${whatIsGone(source)}`,
    canOther
      ? `run: deno task recount --from ${other}`
      : "no complete source is left: start again with another APP_ID and OUTPUT_TOPIC",
  );
}

function whatIsGone({ missingRecords, topic }: Source): string {
  return missingRecords > 0
    ? `${missingRecords} of the records that were processed are no longer in the log`
    : `it has cleanup.policy=${topic.cleanupPolicy}, which removes records of the same key`;
}
