import type { ClusterClient, LogRange } from "../kafka/cluster.ts";
import type { CommittedPosition, Positions } from "../kafka/position_client.ts";
import { partitionsOf, positionsOf, readRanges } from "../kafka/ranges.ts";
import { groupIdOf } from "../names.ts";
import { hasKey } from "../pipeline/marker.ts";
import { type Judge, refuseOtherRules } from "../runner/confirm_rules.ts";
import { distrusted } from "../runner/restore.ts";
import { type ProcessorSettings, stagesOf } from "./processor_settings.ts";
import {
  checkCounted,
  checkNotMoved,
  checkOwnCounts,
  checkPartitionsKept,
  checkRemembered,
  type Foreign,
} from "./start_checks.ts";

const settlePauseMs = 50;
const settleTimeoutMs = 5_000;

/**
 * Refuses positions from which counts would be spoilt. It has to come before the first record
 * moves: an enrich stage that spreads deltas over another number of partitions, or begins at the
 * start again, has done its harm before the count stage can notice.
 */
export async function checkPositions(
  cluster: ClusterClient,
  settings: ProcessorSettings,
  settleMs = settleTimeoutMs,
): Promise<void> {
  const { topics, config: { appId, counts: isCounted, acceptMovedOffsets: isAccepted } } = settings;
  const { input, deltas, counts } = topics;
  // Others may be at work meanwhile. What a question finds has left its traces where later ones look:
  // who has counted has a table, and whose logins are in a table has a position.
  const counted = await positionsOf(cluster, groupIdOf(appId, "count"), deltas);
  const tables = await Promise.all(
    partitionsOf(deltas).map((partition) => cluster.range(counts.topic, partition)),
  );
  const ask = () => positionsOf(cluster, groupIdOf(appId, "enrich"), input);
  let enriched = await ask();
  const { enrich, count } = stagesOf(settings);
  const strangers = foreignTo(count, counted);
  const isInQuestion = !isRemembered(enriched) || foreignTo(enrich, enriched).length > 0 ||
    strangers.length > 0;
  const hasCounts = isInQuestion && await holdsCounts(cluster, counts.topic, tables);
  if (hasCounts && !isRemembered(enriched)) enriched = await onceRemembered(ask, settleMs);
  if (isCounted) checkCounted(topics, enriched.map((position) => position?.memo ?? ""));
  checkPartitionsKept(topics, counted.map((position) => position?.memo ?? ""));
  checkRemembered(topics, {
    hasPosition: isRemembered(enriched),
    hasCounts,
  });
  const moved = foreignTo(enrich, enriched);
  const isNew = !hasCounts && enriched.every((each) => each === null || isForeign(enrich, each));
  checkNotMoved(topics, { group: groupIdOf(appId, "enrich"), moved, isNew, isAccepted });
  if (!hasCounts) checkOwnCounts(topics, groupIdOf(appId, "count"), strangers);
  refuseOtherRules(enrich, input.topic, enriched);
  refuseOtherRules(count, deltas.topic, counted);
  const isEmpty = tables.map(({ start, end }) => start === end);
  checkEmptyTables(settings, counted, isEmpty);
}

function isRemembered(positions: Positions): boolean {
  return positions.some((position) => position !== null);
}

/**
 * Whether logins were counted. A table may hold nothing but markers of restores: the count stage takes
 * a partition up when its first deltas come, and those may be of a transaction that was aborted.
 */
async function holdsCounts(
  cluster: ClusterClient,
  topic: string,
  tables: readonly LogRange[],
): Promise<boolean> {
  for (const [partition, { start, end }] of tables.entries()) {
    if (start > 0) return true; // compaction keeps the first offset: somebody has deleted records
    for await (
      const { records } of readRanges(cluster, topic, new Map([[partition, { start, end }]]))
    ) {
      if (records.some((record) => record.value !== null && hasKey(record))) return true;
    }
  }
  return false;
}

/**
 * Positions, asked for again while there is none: Kafka ends a transaction in one partition after the
 * other. Say the first commit of logins reaches the deltas before the offsets; the count stage takes
 * the deltas up and writes to its table, and whoever asks now finds a table without a position.
 */
async function onceRemembered(
  ask: () => Promise<Positions>,
  settleMs: number,
): Promise<Positions> {
  const deadlineMs = performance.now() + settleMs;
  while (true) {
    const positions = await ask();
    if (isRemembered(positions) || performance.now() > deadlineMs) return positions;
    await new Promise((resolve) => setTimeout(resolve, settlePauseMs));
  }
}

/**
 * A table that lost everything is noticed here and not only when its next delta comes. More cannot be
 * told without an owner: another process may be moving table and offset at this moment.
 */
function checkEmptyTables(
  settings: ProcessorSettings,
  counted: Positions,
  isEmpty: readonly boolean[],
): void {
  const { topics: { deltas, counts } } = settings;
  const { begin, changelog } = stagesOf(settings).count;
  for (const [partition, committed] of counted.entries()) {
    if (committed === null || !isEmpty[partition]) continue;
    const mismatch = changelog?.mismatch(begin(""), committed) ?? null;
    if (mismatch === null) continue;
    throw distrusted(`${counts.topic}[${partition}]`, committed.offset, deltas.topic, mismatch);
  }
}

/**
 * Where a position stands that is not ours. Tools that move a group write nothing beside the offset,
 * as most consumers do; other programs write what they like.
 */
function foreignTo(stage: Judge, positions: Positions): Foreign[] {
  return [...positions.entries()].flatMap(([partition, position]) =>
    position !== null && isForeign(stage, position) ? [{ partition, offset: position.offset }] : []
  );
}

function isForeign({ spansIn }: Judge, { memo }: CommittedPosition): boolean {
  return spansIn(memo) === null;
}
