import type { Boundary } from "../kafka/boundary.ts";
import type { ClusterClient, LogRange } from "../kafka/cluster.ts";
import type { TopicDescription } from "../kafka/topics.ts";
import { groupIdOf } from "../names.ts";
import { GroupPositions } from "./group_positions.ts";
import type { AuditSession } from "./session.ts";

/** Which input records are audited; without a boundary, all up to that end. */
export interface Selection {
  readonly from?: Boundary;
  /** The first record that is left out. */
  readonly to?: Boundary;
}

/** The ranges that an audit reads, by partition. */
export interface Cut {
  readonly enrich: GroupPositions;
  readonly count: GroupPositions;
  readonly input: readonly LogRange[];
  /** The first offset of each partition of the input. */
  readonly logStarts: readonly number[];
  readonly output: readonly LogRange[];
  readonly deadLetters: readonly LogRange[];
  readonly deltas: readonly LogRange[];
  readonly counts: readonly LogRange[];
  /** Whether the audit covers the input from offset 0 to its end. */
  readonly isWholeInput: boolean;
  /** Whether all deltas are still in the log. */
  readonly hasAllDeltas: boolean;
}

const settleMs = 10_000;

/**
 * Fixes the ranges in an order that is right while the pipeline runs: first the committed offsets,
 * then the ends of the topics, each effect before its cause. So all results of records below the
 * committed offsets are within the ranges. For each record of the output, so are its deltas and input.
 */
export async function takeCut(session: AuditSession, selection: Selection): Promise<Cut> {
  const { topics } = session;
  const enrich = await positionsOf(session, "enrich", topics.input);
  const count = await positionsOf(session, "count", topics.deltas);
  const counts = await writtenRanges(session, topics.counts);
  const output = await writtenRanges(session, topics.output);
  const deadLetters = await writtenRanges(session, topics.deadLetters);
  const deltas = await writtenRanges(session, topics.deltas);
  const all = await rangesOf(
    session,
    topics.input,
    (cluster, partition) => cluster.range(topics.input.topic, partition),
  );
  const input = await Promise.all(
    all.map((range, partition) => selected(session, selection, range, partition)),
  );
  const isWholeInput = all.every(({ start, end }, partition) =>
    start === 0 && input[partition]?.start === 0 && input[partition]?.end === end
  );
  const hasAllDeltas = deltas.every(({ start }) => start === 0);
  const ranges = { input, output, deadLetters, deltas, counts };
  const logStarts = all.map(({ start }) => start);
  return { enrich, count, ...ranges, logStarts, isWholeInput, hasAllDeltas };
}

async function positionsOf(
  session: AuditSession,
  stage: string,
  { topic, partitionCount }: TopicDescription,
): Promise<GroupPositions> {
  const groupId = groupIdOf(session.config.appId, stage);
  const position = async (partition: number) => {
    const committed = await session.ask((cluster) => cluster.committed(groupId, topic, partition));
    return committed?.offset ?? null;
  };
  const { report } = session.listener;
  return await GroupPositions.read({ groupId, position, settleMs, report }, partitionCount);
}

/** Up to the high watermark: a transaction may be committed before its markers are written. */
async function writtenRanges(session: AuditSession, topic: TopicDescription): Promise<LogRange[]> {
  return await rangesOf(session, topic, async (cluster, partition) => {
    const { start } = await cluster.range(topic.topic, partition);
    return { start, end: await cluster.highWatermark(topic.topic, partition) };
  });
}

async function rangesOf(
  session: AuditSession,
  { partitionCount }: TopicDescription,
  rangeOf: (cluster: ClusterClient, partition: number) => Promise<LogRange>,
): Promise<LogRange[]> {
  const partitions = Array.from({ length: partitionCount }, (_, partition) => partition);
  return await Promise.all(
    partitions.map((partition) => session.ask((cluster) => rangeOf(cluster, partition))),
  );
}

async function selected(
  session: AuditSession,
  { from, to }: Selection,
  { start, end }: LogRange,
  partition: number,
): Promise<LogRange> {
  const offsetOf = async (boundary: Boundary) => {
    if ("offset" in boundary) return boundary.offset;
    const { topic } = session.topics.input;
    const { timeMs } = boundary;
    return await session.ask((cluster) => cluster.offsetAtTime(topic, partition, timeMs)) ?? end;
  };
  const first = Math.max(start, from ? await offsetOf(from) : start);
  const last = Math.min(end, to ? await offsetOf(to) : end);
  return { start: first, end: Math.max(first, last) };
}
