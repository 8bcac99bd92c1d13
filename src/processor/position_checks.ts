import type { ClusterClient, CommittedPosition } from "../kafka/cluster.ts";
import { groupIdOf } from "../kafka/stage_settings.ts";
import type { TopicDescription } from "../kafka/topics.ts";
import { checkPartitionsKept, checkRemembered, type Topics } from "./start_checks.ts";

/**
 * Refuses to start from positions that would spoil the counts. It has to come before the first record
 * moves: an enrich stage that spreads deltas over another number of partitions, or begins at the
 * start again, has done its harm before the count stage can notice.
 */
export async function checkPositions(
  cluster: ClusterClient,
  appId: string,
  topics: Topics,
): Promise<void> {
  const { input, deltas, counts } = topics;
  const enriched = await positionsOf(cluster, groupIdOf(appId, "enrich"), input);
  const counted = await positionsOf(cluster, groupIdOf(appId, "count"), deltas);
  checkPartitionsKept(topics, counted.map((position) => position?.memo ?? ""));
  const tables = await Promise.all(
    counted.map((_, partition) => cluster.range(counts.topic, partition)),
  );
  checkRemembered(topics, {
    hasPosition: enriched.some((position) => position !== null),
    hasCounts: tables.some(({ end }) => end > 0),
  });
}

async function positionsOf(
  cluster: ClusterClient,
  groupId: string,
  { topic, partitionCount }: TopicDescription,
): Promise<(CommittedPosition | null)[]> {
  const partitions = Array.from({ length: partitionCount }, (_, partition) => partition);
  return await Promise.all(
    partitions.map((partition) => cluster.committed(groupId, topic, partition)),
  );
}
