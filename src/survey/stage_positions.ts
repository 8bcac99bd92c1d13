import type { PartitionPosition, StagePositions } from "../observe/cluster_view.ts";
import type { ClusterWatch } from "../kafka/cluster_watch.ts";

/** Asks where a stage stands in each partition of its input, and who owns it. */
export async function stagePositions(
  watch: Pick<ClusterWatch, "members" | "committed" | "edges">,
  stage: StagePositions["stage"],
  groupId: string,
  topic: string,
): Promise<StagePositions> {
  // The ends come last: a position that was asked for before an end never lies behind it.
  const [members, committed, starts] = await Promise.all([
    watch.members(groupId, topic),
    watch.committed(groupId, topic),
    watch.edges(topic, "start"),
  ]);
  const ends = await watch.edges(topic, "end");
  const partitions = [...ends.keys()].sort((a, b) => a - b);
  return {
    stage,
    topic,
    partitions: partitions.map((partition): PartitionPosition => ({
      partition,
      owner: members.find((member) => member.partitions.includes(partition)) ?? null,
      committed: committed.get(partition) ?? null,
      start: starts.get(partition) ?? null,
      end: ends.get(partition) ?? null,
    })),
  };
}
