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
 * Refuses committed offsets that would corrupt the counts. This check has to precede the first
 * record: an enrich stage that spreads deltas over a different number of partitions, or starts over
 * at the beginning, has done its damage before the count stage can notice.
 */
export async function checkPositions(
  cluster: ClusterClient,
  settings: ProcessorSettings,
  settleMs = settleTimeoutMs,
): Promise<void> {
  const { topics, config: { appId, counts: isCounted, acceptMovedOffsets: isAccepted } } = settings;
  const { input, deltas, counts } = topics;
  // Other processes may commit between these reads. The order makes that harmless: a group that has
  // counted has a table, and logins in a table have a committed offset, and each is read later.
  const counted = await positionsOf(cluster, groupIdOf(appId, "count"), deltas);
  const tables = await Promise.all(
    partitionsOf(deltas).map((partition) => cluster.range(counts.topic, partition)),
  );
  const ask = () => positionsOf(cluster, groupIdOf(appId, "enrich"), input);
  let enriched = await ask();
  const { enrich, count } = stagesOf(settings);
  const foreignCounts = foreignTo(count, counted);
  const isInQuestion = !isRemembered(enriched) || foreignTo(enrich, enriched).length > 0 ||
    foreignCounts.length > 0;
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
  if (!hasCounts) checkOwnCounts(topics, groupIdOf(appId, "count"), foreignCounts);
  refuseOtherRules(enrich, input.topic, enriched);
  refuseOtherRules(count, deltas.topic, counted);
  const isEmpty = tables.map(({ start, end }) => start === end);
  checkEmptyTables(settings, counted, isEmpty);
}

function isRemembered(positions: Positions): boolean {
  return positions.some((position) => position !== null);
}

/**
 * Whether the table holds counts. It may hold only restore markers: the count stage acquires a
 * partition when its first deltas arrive, and their transaction may be aborted.
 */
async function holdsCounts(
  cluster: ClusterClient,
  topic: string,
  tables: readonly LogRange[],
): Promise<boolean> {
  for (const [partition, { start, end }] of tables.entries()) {
    if (start > 0) return true; // compaction keeps the start offset, so records were deleted here
    for await (
      const { records } of readRanges(cluster, topic, new Map([[partition, { start, end }]]))
    ) {
      if (records.some((record) => record.value !== null && hasKey(record))) return true;
    }
  }
  return false;
}

/**
 * Reads the positions, again and again while there are none: Kafka writes the end markers of a
 * transaction to one partition after another. Say the first commit of logins reaches the deltas
 * before the offsets. The count stage reads the deltas and writes its table. A reader at this moment
 * finds a table without a committed offset.
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
 * Detects a table that has lost everything, without waiting for its next delta. Nothing more can be
 * checked without owning the partition: another process may be moving table and offset right now.
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
 * The positions that this pipeline did not commit. Most consumers, and the tools that move a group,
 * commit an offset without metadata; other programs may write any metadata.
 */
function foreignTo(stage: Judge, positions: Positions): Foreign[] {
  return [...positions.entries()].flatMap(([partition, position]) =>
    position !== null && isForeign(stage, position) ? [{ partition, offset: position.offset }] : []
  );
}

function isForeign({ spansIn }: Judge, { memo }: CommittedPosition): boolean {
  return spansIn(memo) === null;
}
