import { FatalError } from "../errors.ts";
import { type Extent, positionsOf } from "../kafka/ranges.ts";
import type { TopicDescription } from "../kafka/topics.ts";
import { groupIdOf } from "../names.ts";
import { countsWindows, type Workplace } from "./workplace.ts";

/** What counts are rebuilt from: the logins as they came, or as they were enriched. */
export type SourceName = "input" | "output";

/** A source, the part of it that was processed, and how much of that is not there any more. */
export interface Source {
  readonly name: SourceName;
  readonly topic: TopicDescription;
  /** What is there, by partition. */
  readonly extents: readonly Extent[];
  readonly missingRecords: number;
}

/** Looks at a source, reading nothing of it. */
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

/** How many offsets of a source there are to read. */
export function recordsIn({ extents }: Source): number {
  return extents.reduce((sum, { start, end }) => sum + Math.max(0, end - start), 0);
}

/** Whether each record that was ever processed is still there. */
export function isComplete({ topic, missingRecords }: Source): boolean {
  return missingRecords === 0 && !topic.cleanupPolicy.includes("compact");
}

/** Whether a source tells all that is counted: only the input tells which logins were late. */
export function canCountFrom(name: SourceName, workplace: Workplace): boolean {
  return name === "input" || !countsWindows(workplace);
}

/** Refuses a source that cannot give the counts, and names the other one where that can. */
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
      : "no complete source is left: begin anew under another APP_ID and OUTPUT_TOPIC",
  );
}

function whatIsGone({ missingRecords, topic }: Source): string {
  return missingRecords > 0
    ? `${missingRecords} of the records that were processed are not there any more`
    : `it has cleanup.policy=${topic.cleanupPolicy}, which leaves out records of the same key`;
}
